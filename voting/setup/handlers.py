"""The page on which the rule of a vote is decided, until the vote opens."""

from collections.abc import Mapping

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
from voting.setup import forms, services
from voting.setup.core import DEFAULT, Terms, describe_ballot, describe_quotas
from voting.setup.forms import TermsForm, nothing_typed, typed_of


async def show(request: Request) -> Response:
    """Show the terms of the vote, to be changed while that is allowed."""
    process, _member = await _enter(request)
    return await _page(request, process)


async def back(request: Request) -> Response:
    """Lead whoever opens the address of an answer again to the page with the form."""
    process, _member = await _enter(request)
    return redirect(request, "voting:rule", process=process.slug)


async def preview(request: Request) -> Response:
    """Tell what would hold with the answers so far, or what is wrong with them; keep nothing."""
    process, _member = await _enter(request)
    typed = await read_form(request)
    try:
        terms = TermsForm.parse(typed, process.currency).terms
    except Invalid as invalid:
        return await _page(request, process, invalid.typed, invalid.fields)
    return await _page(request, process, typed, {}, terms)


async def save(request: Request) -> Response:
    """Keep the terms, or show the form again with what is wrong."""
    process, member = await _enter(request)
    typed = await read_form(request)
    try:
        terms = TermsForm.parse(typed, process.currency).terms
        await services.prepare(
            process.id,
            member.actor,
            terms.form,
            terms.rule,
            terms.ties.order,
            terms.ties.seed,
        )
    except Invalid as invalid:
        return await _page(request, process, typed, invalid.fields, status_code=422)
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
    typed: Mapping[str, object] | None = None,
    errors: Mapping[str, Text] | None = None,
    would: Terms | None = None,
    status_code: int = 200,
) -> Response:
    election = await services.find_election(process)
    kept = election.terms if election else DEFAULT
    return render(
        request,
        "voting/rule.html",
        partial="voting/_would_hold.html",
        status_code=status_code,
        process=process,
        form=typed_of(kept, process.currency) if typed is None else nothing_typed() | {**typed},
        errors=errors or {},
        summary=forms.labelled(errors or {}),
        holds=_told(kept, process.currency),
        would_hold=_told(would or kept, process.currency),
        quotas=[
            told for c in (election.contests if election else ()) for told in describe_quotas(c)
        ],
        asked=forms,
        may_set=process.may(Action.SET_RULE) and not (election and election.locked_at),
    )


def _told(terms: Terms, currency: str) -> tuple[Text, ...]:
    """Tell in plain sentences what a ballot may say and how the ballots are counted."""
    ballot = describe_ballot(terms.form, currency)
    return (*ballot, *describe(terms.rule, terms.ties, currency))
