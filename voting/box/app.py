"""The box as a program of its own: mounted beside the pages in set-up A, alone on a host in B.

It knows no session and sets no cookie, and answers whoever asks from whatever page.
"""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from concejo.errors import DomainError
from concejo.i18n import translate
from concejo.web.locale import choose_language
from voting.box.routes import routes


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
    exception_handlers={DomainError: refuse, HTTPException: refuse_http},
)
