"""The page of one's own account."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards, services
from concejo.accounts.core import ROLE_NAMES
from concejo.accounts.forms import ProfileForm
from concejo.errors import Invalid, NotSignedIn
from concejo.sessions.services import close_other_sessions, count_sessions
from concejo.text import _, ngettext
from concejo.web import cookies, flash, read_form, redirect, render, visit_of


async def show(request: Request) -> Response:
    """Show what the account is and what can be changed."""
    guards.signed_in(request)
    return await _page(request, 200, {}, {})


async def save(request: Request) -> Response:
    """Change the name and the language."""
    visitor = guards.signed_in(request)
    try:
        form = ProfileForm.parse(await read_form(request))
    except Invalid as invalid:
        return await _page(request, 422, invalid.typed, invalid.fields)
    await services.change_profile(visitor.id, form.name, form.language)
    visit_of(request).cookies[cookies.LANGUAGE] = form.language
    flash(request, "success", _("The changes are saved."))
    return redirect(request, "accounts:show")


async def close_others(request: Request) -> Response:
    """Sign out everywhere but here."""
    guards.signed_in(request)
    await read_form(request)
    session = visit_of(request).session
    if session is None:
        raise NotSignedIn
    closed = await close_other_sessions(session)
    flash(
        request,
        "success",
        ngettext("One session was closed.", "{count} sessions were closed.", closed),
    )
    return redirect(request, "accounts:show")


async def _page(
    request: Request, status: int, typed: Mapping[str, object], errors: Mapping[str, object]
) -> Response:
    visitor = guards.signed_in(request)
    own = await services.get_account(visitor.id)
    return render(
        request,
        "accounts/show.html",
        status_code=status,
        own=own,
        visitor=visitor,
        role_names=ROLE_NAMES,
        sessions=await count_sessions(visitor.id),
        typed=typed or {"name": own.name, "language": own.language},
        errors=errors,
    )
