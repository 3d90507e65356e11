"""What the shell knows of one request: the session, the language, the messages to show."""

from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.requests import Request

from concejo.sessions.models import Session
from concejo.text import Text


@dataclass(frozen=True)
class Flash:
    """A sentence shown once, on the next page: `level` is success, info, warning or error."""

    level: str
    text: Text


@dataclass
class Visit:
    """One request of one browser."""

    language: str
    #: The secret of this browser that form tokens are made from: its session or visitor cookie.
    browser: str
    session: Session | None = None
    #: Came with the request, shown on this page.
    flashes: list[Flash] = field(default_factory=list)
    #: Kept in a cookie for the next page.
    kept: list[Flash] = field(default_factory=list)
    shows_flashes: bool = False
    #: Cookies to set with the answer: name → value, None to delete.
    cookies: dict[str, str | None] = field(default_factory=dict)
    #: The form that was read; its files, asked for or not, are closed once it is answered.
    form: FormData | None = None


def visit_of(request: Request) -> Visit:
    """Give what the shell knows of this request."""
    found: Visit = request.scope["visit"]
    return found


def flash(request: Request, level: str, text: Text) -> None:
    """Say a sentence on the page that comes next."""
    visit_of(request).kept.append(Flash(level, text))
