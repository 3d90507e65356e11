"""The pages of another password."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import canonical_email, one_line
from concejo.accounts.passwords.forms import ChangeForm, NewPasswordForm
from concejo.accounts.recovery import services
from concejo.accounts.registration.forms import email_fault
from concejo.accounts.sign_in.handlers import client_address
from concejo.accounts.tokens.services import LinkIsOver, Purpose, demand_open
from concejo.errors import Invalid
from concejo.text import _
from concejo.web import cookies, flash, read_form, redirect, render, visit_of


async def show_forgotten(request: Request) -> Response:
    """Ask for the address to send a link to."""
    return render(request, "accounts/forgotten.html", email="", errors={})


async def forgotten(request: Request) -> Response:
    """Send the link; the answer is the same for any address."""
    typed = (await read_form(request)).get("email")
    email = canonical_email(typed)
    if email is None:
        return render(
            request,
            "accounts/forgotten.html",
            status_code=422,
            email=one_line(typed),
            errors={"email": email_fault(typed)},
        )
    await services.send_link(email, client_address(request))
    return render(request, "accounts/reset_sent.html", email=email)


async def show_reset(request: Request) -> Response:
    """Ask for the new password, while the link is good."""
    token = request.path_params["token"]
    try:
        await demand_open(token, Purpose.RESET)
    except LinkIsOver as over:
        return _offer_another(request, over)
    return render(request, "accounts/reset.html", token=token, errors={})


async def reset(request: Request) -> Response:
    """Set the new password and go on to the sign-in."""
    typed = await read_form(request)
    token = request.path_params["token"]
    try:
        await demand_open(token, Purpose.RESET)
        await services.reset(token, NewPasswordForm.parse(typed))
    except LinkIsOver as over:
        return _offer_another(request, over)
    except Invalid as invalid:
        return render(
            request, "accounts/reset.html", status_code=422, token=token, errors=invalid.fields
        )
    flash(request, "success", _("The password is changed. Sign in with the new one."))
    return redirect(request, "accounts:sign_in")


async def show_change(request: Request) -> Response:
    """Ask for the present password and the new one."""
    guards.signed_in(request)
    return render(request, "accounts/password.html", errors={})


async def change(request: Request) -> Response:
    """Change the password; all other sessions are closed."""
    visitor = guards.signed_in(request)
    typed = await read_form(request)
    try:
        form = ChangeForm.parse(typed, (visitor.name, visitor.email))
        token = await services.change(visitor.id, form)
    except Invalid as invalid:
        return render(request, "accounts/password.html", status_code=422, errors=invalid.fields)
    visit_of(request).cookies[cookies.SESSION] = token
    flash(request, "success", _("The password is changed, and all other sessions are closed."))
    return redirect(request, "accounts:show")


def _offer_another(request: Request, over: LinkIsOver) -> Response:
    return render(
        request,
        "accounts/forgotten.html",
        status_code=over.status,
        email="",
        errors={"": over.message},
    )
