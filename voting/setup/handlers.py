"""The page on which the rule of a vote is decided, until the vote opens."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role, Visitor
from concejo.errors import Forbidden, Invalid
from concejo.processes.core import Action
from concejo.processes.services import ProcessView, get_process
from concejo.text import Text, _
from concejo.web import flash, read_form, redirect, render
from voting.core.rules import describe
from voting.setup import services
from voting.setup.core import DEFAULT
from voting.setup.forms import KINDS, RULES, TIES, TermsForm, typed_of


async def show(request: Request) -> Response:
    """Show the terms of the vote, to be changed while that is allowed."""
    process, _member = await _enter(request)
    return await _page(request, process, None, {})


async def save(request: Request) -> Response:
    """Keep the terms, or show the form again with what is wrong."""
    process, member = await _enter(request)
    typed = await read_form(request)
    try:
        terms = TermsForm.parse(typed).terms
        await services.prepare(
            process.id,
            member.actor,
            terms.form,
            terms.rule,
            terms.ties.order,
            terms.ties.seed,
        )
    except Invalid as invalid:
        return await _page(request, process, invalid.typed, invalid.fields, 422)
    flash(request, "success", _("The rule of the vote is kept. It can be changed until it opens."))
    return redirect(request, "voting:rule", process=process.slug)


async def _enter(request: Request) -> tuple[ProcessView, Visitor]:
    """Let the administrators and the electoral board in."""
    process = await get_process(request.path_params["process"])
    visitor = guards.signed_in(request)
    if not any(visitor.has_role(role, process.id) for role in (Role.ADMINISTRATOR, Role.BOARD)):
        raise Forbidden
    return process, visitor


async def _page(
    request: Request,
    process: ProcessView,
    typed: dict[str, object] | None,
    errors: dict[str, Text],
    status_code: int = 200,
) -> Response:
    election = await services.find_election(process)
    terms = election.terms if election else DEFAULT
    return render(
        request,
        "voting/rule.html",
        status_code=status_code,
        process=process,
        election=election,
        form=typed_of(terms) | (typed or {}),
        errors=errors,
        sentences=describe(terms.rule, terms.ties, process.currency),
        kinds=KINDS.items(),
        rules=[(name, words) for name, (words, _rule) in RULES.items()],
        ties=[(name, words) for name, (words, _order) in TIES.items()],
        may_set=process.may(Action.SET_RULE) and not (election and election.locked_at),
    )
