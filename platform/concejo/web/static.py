"""Files for the browser, at addresses that change when they do: kept for a year."""

from functools import cache
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from concejo.settings import STATIC


@cache
def fingerprint() -> str:
    """Give the short hash of all static files: one changed file gives all a new address."""
    digest = sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def asset(path: str) -> str:
    """Give the address of a static file."""
    return f"/static/{fingerprint()}/{path}"


class Assets(StaticFiles):
    """Serve /static/<fingerprint>/<path>, to be kept for a year."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    def get_path(self, scope: Scope) -> str:
        """Drop the fingerprint: addresses inside a style sheet are relative and stay right."""
        return super().get_path(scope).partition("/")[2]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the file with a long cache when the fingerprint is the present one."""

        async def send_cached(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                kept = "public, max-age=31536000, immutable"
                MutableHeaders(scope=message)["cache-control"] = kept
            await send(message)

        await super().__call__(scope, receive, send_cached)
