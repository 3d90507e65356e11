"""The shell's own pages: the language switch, the living design page, the health check."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from concejo.i18n import NAMES
from concejo.web import cookies
from concejo.web.reading import read_form
from concejo.web.render import redirect_to, render
from concejo.web.visit import visit_of


async def choose_language(request: Request) -> Response:
    """Keep the reader's language and go back to where they were."""
    form = await read_form(request)
    language = str(form.get("language", ""))
    if language in NAMES:
        visit_of(request).cookies[cookies.LANGUAGE] = language
    return redirect_to(request, local_address(form.get("next")))


async def privacy(request: Request) -> Response:
    """Say what is kept about a person, and what is not."""
    return render(request, "web/privacy.html")


async def accessibility(request: Request) -> Response:
    """Say how far the pages are accessible, and whom to tell when one is not."""
    return render(request, "web/accessibility.html")


async def design(request: Request) -> Response:
    """Show every component and state: the living page of the design system."""
    return render(request, "design/index.html")


async def health(request: Request) -> Response:
    """Say that the app is up, for a load balancer."""
    return PlainTextResponse("ok")


def local_address(asked: object, otherwise: str = "/") -> str:
    """Give an address to go back to, only if it is our own: never another site's."""
    address = str(asked or "")
    # Browsers drop tabs and line breaks from an address: "/<tab>/evil.example" is "//evil.example".
    is_ours = address.startswith("/") and address.isprintable()
    is_elsewhere = address.startswith(("//", "/\\"))
    return address if is_ours and not is_elsewhere else otherwise
