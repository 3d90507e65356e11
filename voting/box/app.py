"""The box as a program of its own: mounted beside the pages in set-up A, alone on a host in B.

It knows no session and sets no cookie, and answers whoever asks from whatever page. In a house of
its own it has a door for the office, too, which opens to whoever shows the token.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount

from concejo import db, settings
from concejo.errors import DomainError
from concejo.i18n import translate
from concejo.web.errors import LastResortMiddleware
from concejo.web.locale import choose_language
from concejo.web.middleware import SecurityHeadersMiddleware
from concejo.web.rounds import rounds
from concejo.web.static import Assets
from voting.box.admin.handlers import OfficeMiddleware
from voting.box.admin.routes import routes as admin
from voting.box.routes import routes
from voting.box.services import flush_due


async def refuse(request: Request, error: Exception) -> Response:
    """Say why in the language that is asked for, and by a name for programs."""
    assert isinstance(error, DomainError)
    language = choose_language(None, request.headers.get("accept-language", ""))
    return JSONResponse(
        {"error": type(error).__name__, "message": translate(error.message, language)},
        error.status,
    )


async def refuse_http(_request: Request, error: Exception) -> Response:
    """Say that there is no such address or method."""
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": "HTTP", "message": error.detail}, error.status_code)


_refusals = {DomainError: refuse, HTTPException: refuse_http}

app = Starlette(
    routes=routes,
    middleware=[
        Middleware(
            CORSMiddleware,
            allow_origins=["*"],
            allow_methods=["GET", "POST"],
            allow_headers=["content-type", "accept-language"],
        )
    ],
    exception_handlers=_refusals,
)

_office = Starlette(
    routes=admin, middleware=[Middleware(OfficeMiddleware)], exception_handlers=_refusals
)


@asynccontextmanager
async def _alone(_app: Starlette) -> AsyncIterator[None]:
    """Open the box and nothing else, and put on the board what has waited long enough."""
    async with db.box_connected(), rounds((flush_due,)):
        yield


#: The box alone, with its database and no other.
house = Starlette(
    routes=[Mount("/admin", app=_office), Mount("/static", app=Assets()), Mount("/", app=app)],
    middleware=[
        Middleware(SecurityHeadersMiddleware),
        Middleware(LastResortMiddleware),
        Middleware(TrustedHostMiddleware, allowed_hosts=settings.ALLOWED_HOSTS),
    ],
    lifespan=_alone,
)
