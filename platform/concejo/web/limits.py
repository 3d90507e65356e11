"""How much may be sent at once."""

import re

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from concejo import settings

#: What the trustees opened of a large city comes in two files, each a line for every ballot.
LONG = re.compile(r"/processes/[^/]+/vote/board/propose/opened")
LONG_BYTES = 200_000_000


class BodyLimitMiddleware:
    """Refuse bodies that are larger than any page of ours sends."""

    def __init__(self, app: ASGIApp) -> None:
        self._usual = RequestBodyLimitMiddleware(app, max_body_size=4 * settings.UPLOAD_MAX_BYTES)
        self._long = RequestBodyLimitMiddleware(app, max_body_size=LONG_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose the limit by the address."""
        is_long = scope["type"] == "http" and LONG.fullmatch(scope["path"])
        await (self._long if is_long else self._usual)(scope, receive, send)
