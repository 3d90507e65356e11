"""The pages of signing in and out."""

from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.sign_in import services
from concejo.accounts.sign_in.forms import SignInForm
from concejo.accounts.sign_in.services import NotConfirmed
from concejo.errors import Invalid
from concejo.sessions.services import close_session
from concejo.text import _
from concejo.web import cookies, flash, read_form, render, visit_of
from concejo.web.handlers import local_address
from concejo.web.render import redirect_to


async def show_sign_in(request: Request) -> Response:
    """Show the form; whoever is signed in already goes on."""
    onward = local_address(request.query_params.get("next"))
    if guards.current(request) is not None:
        return redirect_to(request, onward)
    session = visit_of(request).session
    if session is not None and session.awaits_second_factor:
        return to_second_factor(request, onward)
    return render(request, "accounts/sign_in.html", next=onward, typed={}, errors={})


async def sign_in(request: Request) -> Response:
    """Open a session, and go on to where the visitor came from."""
    typed = await read_form(request)
    onward = local_address(typed.get("next"))
    try:
        form = SignInForm.parse(typed)
        signed_in = await services.sign_in(form, client_address(request))
    except Invalid as invalid:
        return render(
            request,
            "accounts/sign_in.html",
            status_code=422,
            next=onward,
            typed=invalid.typed,
            errors=invalid.fields,
        )
    except NotConfirmed as refusal:
        return render(
            request,
            "accounts/not_confirmed.html",
            status_code=refusal.status,
            email=form.email,
        )
    await _replace_session(request, signed_in.token)
    if cookies.LANGUAGE not in request.cookies:
        visit_of(request).cookies[cookies.LANGUAGE] = signed_in.language
    if signed_in.awaits_second_factor:
        return to_second_factor(request, onward)
    return redirect_to(request, onward)


async def sign_out(request: Request) -> Response:
    """Close the session of this browser."""
    await read_form(request)
    await _replace_session(request, None)
    flash(request, "success", _("You are signed out."))
    return redirect_to(request, "/")


def client_address(request: Request) -> str:
    """Tell where a request comes from, for counting tries; never kept as it is.

    Whoever has an IPv6 address has 2**64 of them: they count as the one network that they are.
    """
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False))


async def _replace_session(request: Request, token: str | None) -> None:
    visit = visit_of(request)
    if visit.session is not None:
        await close_session(visit.browser)
    visit.cookies[cookies.SESSION] = token


def to_second_factor(
    request: Request, onward: str, route: str = "accounts:second_factor"
) -> Response:
    """Go on to a page of the second factor, which knows where to go after it."""
    page = request.app.url_path_for(route)
    return redirect_to(request, f"{page}?{urlencode({'next': onward})}")
