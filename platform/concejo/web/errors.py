"""From what went wrong to the page that says so."""

import logging
import traceback
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from concejo.errors import DomainError, NotSignedIn, TooManyAttempts
from concejo.text import Text, _
from concejo.web.middleware import is_partial
from concejo.web.render import redirect_to, render

log = logging.getLogger("concejo")

#: htmx asked for a part of a page: what went wrong takes the place of all that stands in it.
INSTEAD_OF_MAIN = {"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML"}

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


class LastResortMiddleware:
    """Answer when something fails that nobody foresaw; the log gets a trace."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Catch here what would otherwise reach the server's own log with its message.

        A message may hold what was typed or what a row says, an address may hold a token; so the
        log gets the kind of error, the handler and the lines of code, nothing else.
        """
        has_started = False

        async def send_noticed(message: Message) -> None:
            nonlocal has_started
            has_started = has_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_noticed)
        except Exception as error:
            if scope["type"] != "http":
                raise
            _log_failure(scope, error)
            if not has_started:
                await _apology(Request(scope))(scope, receive, send)


def _log_failure(scope: Scope, error: Exception) -> None:
    handler = getattr(scope.get("endpoint"), "__qualname__", "no handler")
    lines = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s in %s\n%s", type(error).__name__, handler, lines)


def _apology(request: Request) -> Response:
    message = _("Something failed on our side. Nothing was half-saved; try again in a moment.")
    try:
        return _page(request, 500, message)
    except Exception as error:
        _log_failure(request.scope, error)
        return PlainTextResponse(str(message), 500)


def _page(request: Request, status: int, message: Text) -> Response:
    if "visit" not in request.scope:
        return PlainTextResponse(str(message), status)
    page = render(request, "error.html", status_code=status, code=status, message=message)
    if is_partial(request.headers):
        page.headers.update(INSTEAD_OF_MAIN)
    return page
