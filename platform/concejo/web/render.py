"""Fill a template in the reader's language; go on to another page."""

from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from concejo import settings
from concejo.i18n import NAMES, catalogue, translate
from concejo.text import Money, Text
from concejo.web import csrf, filters
from concejo.web.middleware import is_partial
from concejo.web.static import asset
from concejo.web.visit import visit_of

#: Marks of an address that is written as it has to be.
_AS_IT_IS = ":/%#?=@[]!$&'()*+,;"
#: Pages and parts have one address, told apart by these headers.
VARY = "HX-Request, HX-Request-Type, Cookie, Accept-Language"


@cache
def environment(language: str) -> Environment:
    """Give the template environment of a language: it alone knows how values become words."""

    def finalize(value: object) -> object:
        return translate(value, language) if isinstance(value, Text | Money) else value

    made = Environment(
        loader=FileSystemLoader(settings.TEMPLATES),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    known = catalogue(language)
    made.install_gettext_callables(known.gettext, known.ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by ext.i18n
    made.globals.update(
        asset=asset,
        is_demo=settings.DEMO,
        language=language,
        languages=list(NAMES.items()),
        municipality=settings.MUNICIPALITY,
    )
    made.filters.update(filters.for_language(language))
    return made


def render(
    request: Request, name: str, partial: str | None = None, status_code: int = 200, **context: Any
) -> Response:
    """Answer with a page, or with its `partial` when htmx asks for that part alone."""
    visit = visit_of(request)
    wanted = partial if partial and is_partial(request.headers) else name
    if wanted == name:
        visit.shows_flashes = True
    html = environment(visit.language).get_template(wanted).render(_shell(request), **context)
    return HTMLResponse(html, status_code, {"Vary": VARY, "Content-Language": visit.language})


def redirect(request: Request, route: str, /, fragment: str = "", **params: object) -> Response:
    """Go on to another page after a POST.

    htmx would put the whole next page inside the part that it swaps, so it is told to go there.
    """
    return redirect_to(request, str(request.app.url_path_for(route, **params)) + fragment)


def redirect_to(request: Request, address: str) -> Response:
    """Go on to an address of our own."""
    if is_partial(request.headers):
        return Response(status_code=200, headers={"HX-Redirect": quote(address, safe=_AS_IT_IS)})
    return RedirectResponse(address, status_code=303)


def _shell(request: Request) -> dict[str, object]:
    """Give what base.html and every form need."""
    visit = visit_of(request)
    return {
        "request": request,
        "path": request.url.path,
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "account": request.scope.get("account"),
        "flashes": visit.flashes,
        "url": lambda route, /, **params: str(request.app.url_path_for(route, **params)),
        "csrf_field": lambda: Markup('<input type="hidden" name="{}" value="{}">').format(
            csrf.FIELD, csrf.make_token(visit.browser)
        ),
    }
