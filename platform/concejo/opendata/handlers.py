"""Downloads for everybody, and the pages that list them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from concejo.opendata import services
from concejo.opendata.core import csv_line, json_text
from concejo.opendata.services import PROJECT_COLUMNS, PROPOSAL_COLUMNS, Record
from concejo.processes.services import get_process, list_page, list_processes
from concejo.web import render, visit_of
from concejo.web.pagination import make_page, page_start
from voting.services import (
    export_analysis,
    file_name,
    find_election,
    find_results,
    get_election,
    list_analysed,
)

Item = TypeVar("Item")
PAGE_SIZE = 20
JSON, CSV = "application/json", "text/csv; charset=utf-8"
#: What can still change is kept by browsers and proxies for five minutes, what cannot for a day.
FRESH, FINAL = 300, 86_400


async def index(request: Request) -> Response:
    """List the processes with what can be downloaded of each."""
    processes, total = await list_page(page_start(request, PAGE_SIZE), PAGE_SIZE)
    page = make_page(request, processes, total, PAGE_SIZE)
    return render(request, "opendata/index.html", page=page)


async def process(request: Request) -> Response:
    """List what can be downloaded of one process, with its format and its size."""
    found = await get_process(request.path_params["process"])
    election = await find_election(found)
    results = await find_results(found)
    return render(
        request,
        "opendata/process.html",
        process=found,
        proposals=await services.count_proposals(found),
        projects=len(services.read_projects(election)) if election else 0,
        is_locked=election is not None and election.locked_at is not None,
        results=results,
        analysed=await list_analysed(election) if election and results else [],
        file_name=file_name,
    )


async def all_processes(request: Request) -> Response:
    """Give all processes with their areas and phases."""
    records = (services.describe(found) for found in await list_processes())
    return _download(request, "processes.json", JSON, _json("processes", _each(records)))


async def process_json(request: Request) -> Response:
    """Give one process with its areas and phases."""
    found = await get_process(request.path_params["process"])
    text = json_text(services.describe(found))
    return _download(request, f"{found.slug}.json", JSON, _each([text]))


async def proposals_json(request: Request) -> Response:
    """Give the public proposals as JSON."""
    found = await get_process(request.path_params["process"])
    body = _json("proposals", services.read_proposals(found))
    return _download(request, f"{found.slug}-proposals.json", JSON, body)


async def proposals_csv(request: Request) -> Response:
    """Give the public proposals as CSV."""
    found = await get_process(request.path_params["process"])
    body = _csv(PROPOSAL_COLUMNS, services.read_proposals(found), found.currency)
    return _download(request, f"{found.slug}-proposals.csv", CSV, body)


async def projects_csv(request: Request) -> Response:
    """Give what stands on the ballots as CSV."""
    found = await get_process(request.path_params["process"])
    records = services.read_projects(await get_election(found))
    body = _csv(PROJECT_COLUMNS, _each(records), found.currency)
    return _download(request, f"{found.slug}-projects.csv", CSV, body)


async def results_json(request: Request) -> Response:
    """Give the results, with the digests that a recount must give too."""
    found = await get_process(request.path_params["process"])
    results = await services.get_results(found)
    text = json_text(services.describe_results(results))
    return _download(request, f"{found.slug}-results.json", JSON, _each([text]), FINAL)


async def outcome_json(request: Request) -> Response:
    """Give the outcome of a contest letter by letter: its SHA-256 is the published digest."""
    found = await get_process(request.path_params["process"])
    kept = await services.get_outcome(found, request.path_params["contest"])
    name = f"{found.slug}-outcome-{request.path_params['contest']}.json"
    answer = _download(request, name, JSON, _each([kept.text]), FINAL)
    answer.headers["ETag"] = f'"{kept.digest}"'
    return answer


async def analysis_json(request: Request) -> Response:
    """Give what was found about the count of a contest: who paid, margins, other rules, checks."""
    found = await get_process(request.path_params["process"])
    text = await export_analysis(found, request.path_params["contest"])
    name = f"{found.slug}-analysis-{request.path_params['contest']}.json"
    return _download(request, name, JSON, _each([text]))


def _download(
    request: Request, name: str, kind: str, body: AsyncIterator[str], seconds: int = FRESH
) -> Response:
    """Stream a file that anybody may keep: it is the same for all, so it sets no cookie."""
    visit_of(request).cookies.clear()
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": f"public, max-age={seconds}",
        "Access-Control-Allow-Origin": "*",
    }
    return StreamingResponse(body, media_type=kind, headers=headers)


async def _each(items: Iterable[Item]) -> AsyncIterator[Item]:
    for item in items:
        yield item


async def _json(name: str, records: AsyncIterator[Record]) -> AsyncIterator[str]:
    """Write an object with one list, record by record."""
    separator = f'{{"{name}": [\n'
    async for record in records:
        yield separator + json_text(record)
        separator = ",\n"
    yield "\n]}\n" if separator == ",\n" else separator + "]}\n"


async def _csv(
    columns: Sequence[str], records: AsyncIterator[Record], currency: str
) -> AsyncIterator[str]:
    """Write lines of CSV behind the mark by which spreadsheets know UTF-8."""
    yield "\ufeff" + csv_line(columns)
    async for record in records:
        yield csv_line([_flat(record.get(column, currency)) for column in columns])


def _flat(value: object) -> object:
    """Give the one value of an amount, whose currency has a column of its own."""
    return value["amount"] if isinstance(value, dict) else value
