"""Read a form, once its token was seen to be ours."""

from starlette.datastructures import FormData
from starlette.requests import Request

from concejo.errors import Forbidden
from concejo.text import _
from concejo.web import csrf
from concejo.web.visit import visit_of


async def read_form(request: Request) -> FormData:
    """Read the form of a POST; refuse it when it did not come from our own page.

    Every handler of a POST reads its form through here, also when the form has no fields.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden(
            _("This form came from another site. Open the page here and send it again.")
        )
    form = await request.form(max_files=20, max_fields=2000)
    if not csrf.is_genuine(visit_of(request).browser, form.get(csrf.FIELD, "")):
        raise Forbidden(
            _(
                "This form is out of date, perhaps because the session ended. "
                "Go back, reload the page and send it again."
            )
        )
    return form
