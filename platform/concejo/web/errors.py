"""From what went wrong to the page that says so."""

import logging
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from concejo.errors import DomainError, NotSignedIn, TooManyAttempts
from concejo.text import Text, _
from concejo.web.render import redirect_to, render

log = logging.getLogger("concejo")

MESSAGES = {
    400: _("The request could not be understood."),
    403: _("Your account may not do this."),
    404: _("There is nothing at this address."),
    405: _("This address does not take that kind of request."),
    413: _("What was sent is too large. Send smaller files."),
}


async def domain_error(request: Request, error: Exception) -> Response:
    """Show why the rules say no; lead to the sign-in where that is what is missing."""
    assert isinstance(error, DomainError)
    if isinstance(error, NotSignedIn):
        came_from = (
            request.url.path if request.method == "GET" else request.headers.get("referer", "/")
        )
        sign_in = request.app.url_path_for("accounts:sign_in")
        return redirect_to(request, f"{sign_in}?next={quote(came_from)}")
    answer = _page(request, error.status, error.message)
    if isinstance(error, TooManyAttempts):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


async def http_error(request: Request, error: Exception) -> Response:
    """Show what Starlette itself refuses: an unknown address, a wrong method."""
    assert isinstance(error, HTTPException)
    return _page(request, error.status_code, MESSAGES.get(error.status_code, MESSAGES[400]))


async def server_error(request: Request, error: Exception) -> Response:
    """Say that it is our fault; the trace is in the log, without the request's content."""
    log.error(
        "Unhandled %s at %s %s",
        type(error).__name__,
        request.method,
        request.url.path,
        exc_info=error,
    )
    message = _("Something failed on our side. Nothing was half-saved; try again in a moment.")
    try:
        return _page(request, 500, message)
    except Exception:
        log.exception("The error page failed too")
        return PlainTextResponse(str(message), 500)


def _page(request: Request, status: int, message: Text) -> Response:
    if "visit" not in request.scope:
        return PlainTextResponse(str(message), status)
    return render(request, "error.html", status_code=status, code=status, message=message)
