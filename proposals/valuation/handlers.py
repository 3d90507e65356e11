"""The technicians' table: what there is to value, and the verdict."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role, Visitor
from concejo.amounts import write_money
from concejo.errors import Invalid
from concejo.processes import services as processes
from concejo.processes.core import Action
from concejo.processes.services import ProcessView
from concejo.text import Text, _
from concejo.web import flash, read_form, redirect, render
from proposals.core.status import VALUABLE
from proposals.services import ProposalView, find_proposal
from proposals.support.services import standing
from proposals.valuation import services
from proposals.valuation.forms import ValuationForm
from proposals.valuation.services import ValuationView, ValuedMeanwhile


async def index(request: Request) -> Response:
    """Show what there is to value, and what has been valued."""
    process, _technician = await _enter(request)
    cases = await services.list_cases(process)
    return render(
        request,
        "valuation/index.html",
        process=process,
        is_open=process.may(Action.VALUE),
        to_value=[case for case in cases if case.valuation is None],
        valued=[case for case in cases if case.valuation is not None],
    )


async def read(request: Request) -> Response:
    """Show a proposal to the technician who is to value it."""
    process, technician = await _enter(request)
    proposal = await find_proposal(process, request.path_params["proposal"], technician)
    return await _page(request, process, proposal, None, {})


async def value(request: Request) -> Response:
    """Save the verdict, or show it again with what is wrong."""
    process, technician = await _enter(request)
    form = await read_form(request)
    proposal = await find_proposal(process, request.path_params["proposal"], technician)
    try:
        verdict = ValuationForm.parse(form, proposal.area)
        await services.value(technician, process, proposal.id, verdict)
    except Invalid as invalid:
        return await _page(request, process, proposal, form, invalid.fields, 422)
    except ValuedMeanwhile as late:
        return await _page(request, process, proposal, form, {"": late.message}, late.status)
    flash(request, "success", _("Your valuation of “{title}” is public.", title=proposal.title))
    return redirect(request, "proposals:valuation:index", process=process.slug)


async def _enter(request: Request) -> tuple[ProcessView, Visitor]:
    process = await processes.get_process(request.path_params["process"])
    return process, guards.with_role(request, Role.TECHNICIAN, process.id)


async def _page(
    request: Request,
    process: ProcessView,
    proposal: ProposalView,
    typed: Mapping[str, object] | None,
    faults: Mapping[str, Text],
    status_code: int = 200,
) -> Response:
    valuation = await services.find_valuation(process, proposal.id)
    # Who was told that another was faster has read the other's verdict on this very page.
    was_late = "" in faults
    seen = typed.get("revision", 0) if typed is not None and not was_late else None
    return render(
        request,
        "valuation/value.html",
        status_code=status_code,
        process=process,
        proposal=proposal,
        valuation=valuation,
        support=await standing(process, proposal.id, None),
        may_value=process.may(Action.VALUE) and proposal.status in VALUABLE,
        typed=typed if typed is not None else _as_typed(valuation),
        revision=seen if seen is not None else valuation.revision if valuation else 0,
        faults=faults,
    )


def _as_typed(valuation: ValuationView | None) -> dict[str, str]:
    if valuation is None:
        return {}
    return {
        "is_competent": "yes" if valuation.is_competent else "no",
        "competent_body": valuation.competent_body,
        "is_feasible": "yes" if valuation.is_feasible else "no",
        "cost": write_money(valuation.cost) if valuation.cost else "",
        "reasons": valuation.reasons,
    }
