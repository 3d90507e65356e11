"""What happens around every request: the visit, and the headers of every answer."""

from secrets import token_urlsafe
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from concejo import settings
from concejo.sessions.services import find_session
from concejo.web import cookies
from concejo.web.locale import choose_language
from concejo.web.visit import Visit


def origin_of(url: str) -> str:
    """Give scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


#: Whom a page's program may ask: us, and the house where ballots are sent if it is another one.
_BOX = origin_of(settings.BOX_URL)
_ASKED = "'self'" if origin_of(settings.BASE_URL) == _BOX else f"'self' {_BOX}"

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        f"connect-src {_ASKED}",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}
if settings.HTTPS:
    SECURITY_HEADERS["strict-transport-security"] = "max-age=31536000; includeSubDomains"


#: Whoever asks for these is nobody: no session is looked for, and no cookie is set.
NO_VISIT = ("/static/", "/box/")


class VisitMiddleware:
    """Find out who is visiting, and send what their browser has to keep."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put a `Visit` into the scope of each request for a page."""
        if scope["type"] != "http" or scope["path"].startswith(NO_VISIT):
            await self.app(scope, receive, send)
            return
        visit = scope["visit"] = await _open_visit(Request(scope))

        async def send_with_cookies(message: Message) -> None:
            if message["type"] == "http.response.start":
                _close_visit(visit, MutableHeaders(scope=message))
            await send(message)

        try:
            await self.app(scope, receive, send_with_cookies)
        finally:
            if visit.form is not None:
                await visit.form.close()


async def _open_visit(request: Request) -> Visit:
    token = request.cookies.get(cookies.SESSION, "")
    session = await find_session(token) if token else None
    visit = Visit(
        language=choose_language(
            request.cookies.get(cookies.LANGUAGE), request.headers.get("accept-language", "")
        ),
        browser=token if session else request.cookies.get(cookies.VISITOR, ""),
        session=session,
        flashes=cookies.load_flashes(request.cookies.get(cookies.FLASH, "")),
    )
    if not visit.browser:
        visit.browser = visit.cookies[cookies.VISITOR] = token_urlsafe(24)
    if token and session is None:
        visit.cookies[cookies.SESSION] = None
    return visit


def _close_visit(visit: Visit, headers: MutableHeaders) -> None:
    if visit.kept:
        waiting = [] if visit.shows_flashes else visit.flashes
        visit.cookies[cookies.FLASH] = cookies.dump_flashes([*waiting, *visit.kept])
    elif visit.shows_flashes and visit.flashes:
        visit.cookies[cookies.FLASH] = None
    for name, value in visit.cookies.items():
        cookies.set_cookie(headers, name, value)


class SecurityHeadersMiddleware:
    """Send the headers that keep a page from being framed, sniffed or scripted."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to every answer, errors too; what says nothing else is private."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "private, no-cache")
            await send(message)

        await self.app(scope, receive, send_with_headers)


def is_partial(headers: Headers) -> bool:
    """Say whether htmx asks for a part of a page, rather than a browser for the whole."""
    return (
        headers.get("hx-request-type") == "partial" and "hx-history-restore-request" not in headers
    )
