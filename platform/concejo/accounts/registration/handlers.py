"""The pages of registering."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import canonical_email, one_line
from concejo.accounts.registration import services
from concejo.accounts.registration.forms import RegisterForm, email_fault
from concejo.accounts.sign_in.handlers import client_address
from concejo.accounts.tokens.services import LinkIsOver, Purpose, demand_open
from concejo.errors import Invalid
from concejo.text import _
from concejo.web import flash, read_form, redirect, render, visit_of


async def show_register(request: Request) -> Response:
    """Show the form; whoever is signed in has an account already."""
    if guards.current(request) is not None:
        return redirect(request, "accounts:show")
    return render(request, "accounts/register.html", typed={}, errors={})


async def register(request: Request) -> Response:
    """Take a registration, or show the form again with what is wrong."""
    typed = await read_form(request)
    try:
        form = RegisterForm.parse(typed)
    except Invalid as invalid:
        return render(
            request,
            "accounts/register.html",
            status_code=422,
            typed=invalid.typed,
            errors=invalid.fields,
        )
    await services.register(form, visit_of(request).language, client_address(request))
    return render(request, "accounts/confirmation_sent.html", email=form.email)


async def resend(request: Request) -> Response:
    """Send the link once more; the answer is the same for any address."""
    typed = (await read_form(request)).get("email")
    email = canonical_email(typed)
    if email is None:
        errors = {"email": email_fault(typed)}
        return render(
            request,
            "accounts/not_confirmed.html",
            status_code=422,
            email=one_line(typed),
            errors=errors,
        )
    await services.resend(email, client_address(request))
    return render(request, "accounts/confirmation_sent.html", email=email)


async def show_confirm(request: Request) -> Response:
    """Ask for the press of a button: programs that look through mail open every link."""
    token = request.path_params["token"]
    try:
        await demand_open(token, Purpose.CONFIRM)
    except LinkIsOver as over:
        return _offer_another(request, over)
    return render(request, "accounts/confirm.html", token=token)


async def confirm(request: Request) -> Response:
    """Confirm the address, and go on to the sign-in."""
    await read_form(request)
    try:
        await services.confirm(request.path_params["token"])
    except LinkIsOver as over:
        return _offer_another(request, over)
    flash(request, "success", _("The address is confirmed. You can sign in now."))
    return redirect(request, "accounts:sign_in")


def _offer_another(request: Request, over: LinkIsOver) -> Response:
    return render(
        request,
        "accounts/not_confirmed.html",
        status_code=over.status,
        email="",
        errors={"": over.message},
    )
