"""The page of a process's electoral board, where one member proposes and another confirms."""

from collections.abc import Mapping

from starlette.background import BackgroundTask
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role, Visitor
from concejo.errors import Invalid, Refused
from concejo.processes.services import ProcessView, get_process
from concejo.text import Text, _
from concejo.web import flash, read_form, redirect, render
from voting.counting.opening.services import make_to_open
from voting.duties import services
from voting.duties.forms import ConfirmForm
from voting.duties.kinds.services import Kind
from voting.duties.page.services import get_board
from voting.duties.table.services import get_kind
from voting.setup.services import get_election


async def duty(request: Request) -> Response:
    """Show the duties in order of time and what comes first; never a partial result."""
    process, member = await _enter(request)
    return await _page(request, process, member)


async def propose(request: Request) -> Response:
    """Take a proposal, or show the page again with what is wrong with its file."""
    process, member = await _enter(request)
    form = await read_form(request)
    kind = get_kind(request.path_params["kind"])
    try:
        await services.propose(process, kind, await _files(kind, form), member)
    except Invalid as invalid:
        return await _page(request, process, member, invalid.fields, status_code=422)
    except Refused as refused:
        return await _page(request, process, member, {"": refused.message}, status_code=409)
    flash(
        request,
        "success",
        _("It is proposed. The other members are told; one of them has to confirm it."),
    )
    return redirect(request, "voting:duty", process=process.slug)


async def confirm(request: Request) -> Response:
    """Do what another member proposed, or say why it is not done."""
    process, member = await _enter(request)
    typed = await read_form(request)
    try:
        form = ConfirmForm.parse(typed)
        act = await services.confirm(process, request.path_params["act"], form.digest, member)
    except Invalid as invalid:
        return await _page(request, process, member, invalid.fields, status_code=422)
    except Refused as refused:
        return await _page(request, process, member, {"": refused.message}, status_code=409)
    kind = get_kind(act.kind)
    flash(request, "success", kind.words.done)
    answer = redirect(request, "voting:duty", process=process.slug)
    if kind.afterwards is not None:
        answer.background = BackgroundTask(kind.afterwards, process)
    return answer


async def to_open(request: Request) -> Response:
    """Give the file from which the trustees open the ballots."""
    process, _member = await _enter(request)
    content = await make_to_open(await get_election(process))
    name = f"{process.slug}-to-open.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/zip", headers=headers)


async def withdraw(request: Request) -> Response:
    """Let a member take back their own proposal."""
    process, member = await _enter(request)
    await read_form(request)
    try:
        await services.withdraw(process, request.path_params["act"], member)
    except Refused as refused:
        return await _page(request, process, member, {"": refused.message}, status_code=409)
    flash(request, "success", _("The proposal is taken back. Nothing was done."))
    return redirect(request, "voting:duty", process=process.slug)


async def decline(request: Request) -> Response:
    """Let a member turn down what another one proposed."""
    process, member = await _enter(request)
    await read_form(request)
    try:
        await services.decline(process, request.path_params["act"], member)
    except Refused as refused:
        return await _page(request, process, member, {"": refused.message}, status_code=409)
    flash(request, "success", _("The proposal is turned down. Nothing was done."))
    return redirect(request, "voting:duty", process=process.slug)


async def _enter(request: Request) -> tuple[ProcessView, Visitor]:
    process = await get_process(request.path_params["process"])
    return process, guards.with_role(request, Role.BOARD, process.id)


async def _files(kind: Kind, form: FormData) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for upload in kind.uploads:
        file = form.get(upload.field)
        if isinstance(file, UploadFile) and (file.size or 0) > upload.most:
            raise Invalid({upload.field: _("The file is too large to be the one that is meant.")})
        found[upload.field] = await file.read() if isinstance(file, UploadFile) else b""
    return found


async def _page(
    request: Request,
    process: ProcessView,
    member: Visitor,
    errors: Mapping[str, Text] | None = None,
    status_code: int = 200,
) -> Response:
    return render(
        request,
        "voting/duty.html",
        status_code=status_code,
        board=await get_board(process),
        process=process,
        member=member,
        errors=errors or {},
    )
