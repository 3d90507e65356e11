"""The page on which a resident is matched with the roll."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from concejo import settings
from concejo.accounts import guards
from concejo.accounts.verification import services
from concejo.accounts.verification.forms import VerificationForm
from concejo.accounts.verification.services import DocumentTaken
from concejo.clock import now
from concejo.errors import Invalid
from concejo.text import Text, _
from concejo.web import flash, read_form, redirect, render


async def show(request: Request) -> Response:
    """Ask for the document, the date of birth and the postcode; or say that it is done."""
    visitor = guards.signed_in(request)
    if visitor.is_verified:
        return render(request, "verification/done.html")
    return _page(request, 200, {}, {})


async def verify(request: Request) -> Response:
    """Match the account with the roll, or show the form again with what is wrong."""
    visitor = guards.signed_in(request)
    typed = await read_form(request)
    try:
        form = VerificationForm.parse(typed, now().date())
        await services.verify(visitor.id, form)
    except Invalid as invalid:
        return _page(request, 422, invalid.typed, invalid.fields)
    except DocumentTaken as refusal:
        return _page(request, refusal.status, form.typed, {"": refusal.message})
    flash(request, "success", _("The account is verified. You can support proposals and vote."))
    return redirect(request, "verification:show")


def _page(
    request: Request, status: int, typed: Mapping[str, object], errors: Mapping[str, Text]
) -> Response:
    return render(
        request,
        "verification/show.html",
        status_code=status,
        country=settings.COUNTRY,
        typed=typed,
        errors=errors,
    )
