"""Put the rooms together: routes, middleware, and what goes on while the app is up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute, Mount, Route

from concejo import db, settings
from concejo.accounts.middleware import AccountMiddleware
from concejo.accounts.routes import routes as accounts
from concejo.accounts.services import sweep_accounts
from concejo.accounts.verification.routes import routes as verification
from concejo.admin.routes import routes as admin
from concejo.commitments.routes import routes as commitments
from concejo.errors import DomainError
from concejo.front.routes import routes as front
from concejo.moderation.routes import routes as moderation
from concejo.notifications import services as notifications
from concejo.notifications.routes import routes as letters
from concejo.opendata.routes import routes as opendata
from concejo.processes.routes import routes as processes
from concejo.sessions.services import sweep_sessions
from concejo.web import errors
from concejo.web.limits import BodyLimitMiddleware
from concejo.web.middleware import SecurityHeadersMiddleware, VisitMiddleware
from concejo.web.rounds import rounds
from concejo.web.routes import routes as web
from concejo.web.static import Assets
from proposals.routes import routes as proposals
from voting import services as voting
from voting.box.app import app as box_app
from voting.routes import routes as voting_routes


def _at_root(name: str, room: list[BaseRoute]) -> list[BaseRoute]:
    """Name routes as a mount would; a mount at "/" would swallow every wrong method."""
    return [
        Route(
            route.path,
            route.endpoint,
            methods=list(route.methods or ()),
            name=f"{name}:{route.name}",
        )
        for route in room
        if isinstance(route, Route)
    ]


routes: list[BaseRoute] = [
    Mount("/static", app=Assets(), name="static"),
    # Where another organisation runs the box, ballots go there and nothing is here.
    *([] if settings.BOX_REMOTE else [Mount("/box", app=box_app, name="box")]),
    Mount("/accounts/verification", routes=verification, name="verification"),
    Mount("/accounts", routes=accounts, name="accounts"),
    Mount("/processes/{process}/proposals", routes=proposals, name="proposals"),
    Mount("/processes/{process}/vote", routes=voting_routes, name="voting"),
    Mount("/processes/{process}/commitments", routes=commitments, name="commitments"),
    Mount("/decisions", routes=moderation, name="moderation"),
    Mount("/data", routes=opendata, name="opendata"),
    Mount("/office", routes=admin, name="admin"),
    *web,
    *_at_root("processes", [*front, *processes]),
    *([Mount("/demo", routes=letters, name="demo")] if settings.DEMO else []),
]

middleware = [
    Middleware(SecurityHeadersMiddleware),
    Middleware(errors.LastResortMiddleware),
    Middleware(TrustedHostMiddleware, allowed_hosts=settings.ALLOWED_HOSTS),
    Middleware(GZipMiddleware, minimum_size=800),
    Middleware(BodyLimitMiddleware),
    Middleware(VisitMiddleware),
    Middleware(AccountMiddleware),
]

handlers = {
    DomainError: errors.domain_error,
    HTTPException: errors.http_error,
}


#: What the clock asks for, in this order: elections that are due to open, ballots that have waited,
#: mail, sessions that are over.
ROUND = (
    voting.open_due,
    voting.flush_due,
    notifications.deliver,
    sweep_sessions,
    sweep_accounts,
)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Connect the databases and keep the clock's work going while the app is up."""
    async with db.connected(), rounds(ROUND):
        yield


app = Starlette(
    routes=routes, middleware=middleware, exception_handlers=handlers, lifespan=lifespan
)
