"""The pages of the second factor."""

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts.second_factor import services
from concejo.accounts.sign_in.handlers import to_second_factor
from concejo.errors import Invalid, NotSignedIn
from concejo.sessions.models import Session
from concejo.text import _
from concejo.web import cookies, flash, read_form, redirect, render, visit_of
from concejo.web.handlers import local_address
from concejo.web.render import redirect_to


async def show(request: Request) -> Response:
    """Ask for the code; who has no second factor yet, and needs one, sets it up first."""
    session = _session(request)
    onward = local_address(request.query_params.get("next"))
    if not session.awaits_second_factor:
        return redirect_to(request, onward)
    if not await services.is_set_up(session.account_id):
        return to_second_factor(request, onward, "accounts:second_factor_setup")
    return render(request, "accounts/second_factor.html", next=onward, errors={})


async def check(request: Request) -> Response:
    """Take the code, and go on to where the visitor came from."""
    typed = await read_form(request)
    session = _session(request)
    onward = local_address(typed.get("next"))
    if not session.awaits_second_factor:
        return redirect_to(request, onward)
    try:
        token = await services.show_code(session, typed.get("code"))
    except Invalid as invalid:
        return render(
            request,
            "accounts/second_factor.html",
            status_code=422,
            next=onward,
            errors=invalid.fields,
        )
    visit_of(request).cookies[cookies.SESSION] = token
    return redirect_to(request, onward)


async def show_setup(request: Request) -> Response:
    """Show a new secret, to scan and to type."""
    session = _session(request)
    onward = local_address(request.query_params.get("next"), "/accounts/")
    offer = await services.make_offer(session.account_id)
    return _setup_page(request, session, offer, onward, {})


async def set_up(request: Request) -> Response:
    """Keep the secret once the app shows the right code."""
    typed = await read_form(request)
    session = _session(request)
    onward = local_address(typed.get("next"), "/accounts/")
    try:
        token = await services.accept_offer(session, typed.get("offer"), typed.get("code"))
    except Invalid as invalid:
        offer = await services.make_offer(session.account_id, typed.get("offer"))
        return _setup_page(request, session, offer, onward, invalid.fields)
    if token is not None:
        visit_of(request).cookies[cookies.SESSION] = token
    flash(request, "success", _("The second factor is set up."))
    return redirect_to(request, onward)


async def show_removal(request: Request) -> Response:
    """Ask for the password before the second factor is taken away."""
    _full_session(request)
    return render(request, "accounts/second_factor_removal.html", errors={})


async def remove(request: Request) -> Response:
    """Take the second factor away."""
    typed = await read_form(request)
    session = _full_session(request)
    try:
        token = await services.take_away(session, typed.get("password"))
    except Invalid as invalid:
        return render(
            request,
            "accounts/second_factor_removal.html",
            status_code=422,
            errors=invalid.fields,
        )
    visit_of(request).cookies[cookies.SESSION] = token
    flash(request, "success", _("The second factor was taken away."))
    return redirect(request, "accounts:show")


def _session(request: Request) -> Session:
    session = visit_of(request).session
    if session is None:
        raise NotSignedIn
    return session


def _full_session(request: Request) -> Session:
    session = _session(request)
    if session.awaits_second_factor:
        raise NotSignedIn
    return session


def _setup_page(
    request: Request,
    session: Session,
    offer: services.Offer,
    onward: str,
    errors: object,
) -> Response:
    return render(
        request,
        "accounts/second_factor_setup.html",
        status_code=422 if errors else 200,
        next=onward,
        offer=offer,
        is_required=session.awaits_second_factor,
        qr_code=Markup(segno.make(offer.address).svg_inline(scale=5, light="#fff", border=3)),
        errors=errors,
    )
