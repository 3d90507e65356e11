"""The downloads with which anybody verifies a vote: the bundle, and the verifier."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from concejo.processes.services import get_process
from voting.bundle import services


async def bundle(request: Request) -> Response:
    """Give the bundle of a counted vote."""
    election = await services.demand_public(await get_process(request.path_params["process"]))
    name = f"{election.process.slug}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = await services.make_bundle(election)
    return Response(content, media_type="application/zip", headers=headers)


async def verifier(request: Request) -> Response:
    """Give the verifier, which is one file to read."""
    return FileResponse(services.VERIFIER, media_type="text/x-python", filename="verify.py")
