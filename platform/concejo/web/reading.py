"""Read a form, or what a program sends, once its token was seen to be ours."""

import json
from collections.abc import Mapping
from typing import TypeVar

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from concejo.errors import Forbidden
from concejo.text import _
from concejo.web import csrf
from concejo.web.visit import visit_of

Sent = TypeVar("Sent", str, str | UploadFile)


async def read_form(request: Request) -> FormData:
    """Read the form of a POST; refuse it when it did not come from our own page.

    Every handler of a POST reads its form through here, also when the form has no fields.
    """
    _demand_own_site(request)
    visit = visit_of(request)
    form = visit.form = await request.form(max_files=20, max_fields=2000)
    _demand_token(request, form.get(csrf.FIELD, ""))
    return FormData([(_whole(name), _whole(value)) for name, value in form.multi_items()])


async def read_json(request: Request) -> Mapping[str, object]:
    """Read the object that a program on our own page sends, with the token of a form in it."""
    _demand_own_site(request)
    try:
        sent = json.loads(await request.body())
    except (ValueError, RecursionError):
        sent = None
    found = sent if isinstance(sent, dict) else {}
    _demand_token(request, found.get(csrf.FIELD, ""))
    return found


def _demand_own_site(request: Request) -> None:
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden(
            _("This form came from another site. Open the page here and send it again.")
        )


def _demand_token(request: Request, token: object) -> None:
    if not csrf.is_genuine(visit_of(request).browser, token):
        raise Forbidden(
            _(
                "This form is out of date, perhaps because the session ended. "
                "Go back, reload the page and send it again."
            )
        )


def _whole(value: Sent) -> Sent:
    """Replace halves of characters, which no database and no page can hold.

    Only a form that says it is in UTF-7 brings them, and no browser sends one.
    """
    return value.encode(errors="replace").decode() if isinstance(value, str) else value
