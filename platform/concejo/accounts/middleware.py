"""Put who is signed in beside each request."""

from starlette.types import ASGIApp, Receive, Scope, Send

from concejo.accounts.services import find_visitor


class AccountMiddleware:
    """Load the visitor of the session that the shell found, if there is one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set `scope["account"]`; a session that still awaits its second factor is nobody yet."""
        visit = scope.get("visit") if scope["type"] == "http" else None
        if visit is not None:
            session = visit.session
            is_complete = session is not None and not session.awaits_second_factor
            scope["account"] = await find_visitor(session.account_id) if is_complete else None
        await self.app(scope, receive, send)
