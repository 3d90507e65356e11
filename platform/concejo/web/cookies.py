"""Which cookies we set, and what is in them."""

from itsdangerous import BadData, URLSafeSerializer
from starlette.datastructures import MutableHeaders

from concejo import settings
from concejo.secret import secret_key
from concejo.text import Text
from concejo.web.visit import Flash

_PREFIX = "__Host-" if settings.HTTPS else ""
SESSION = f"{_PREFIX}session"
VISITOR = f"{_PREFIX}visitor"
FLASH = f"{_PREFIX}flash"
LANGUAGE = f"{_PREFIX}language"
_SECONDS = {SESSION: settings.SESSION_DAYS * 86400, LANGUAGE: 365 * 86400}


def set_cookie(headers: MutableHeaders, name: str, value: str | None) -> None:
    """Set a cookie that scripts cannot read, or delete it with None."""
    parts = [f"{name}={value or ''}", "Path=/", "HttpOnly", "SameSite=Lax"]
    if settings.HTTPS:
        parts.append("Secure")
    if value is None:
        parts.append("Max-Age=0")
    elif name in _SECONDS:
        parts.append(f"Max-Age={_SECONDS[name]}")
    headers.append("set-cookie", "; ".join(parts))


def dump_flashes(flashes: list[Flash]) -> str:
    """Sign messages for the next page, so that nobody can put words in our mouth."""
    rows = [[f.level, f.text.message, _plain(f.text), f.text.plural, f.text.count] for f in flashes]
    return str(_serializer().dumps(rows))


def load_flashes(cookie: str) -> list[Flash]:
    """Read the messages of a flash cookie; a forged one holds none."""
    try:
        rows = _serializer().loads(cookie)
    except BadData:
        return []
    return [
        Flash(level, Text(message, values, plural, count))
        for level, message, values, plural, count in rows
    ]


def _plain(text: Text) -> dict[str, object]:
    return {
        name: value if isinstance(value, int | str) else str(value)
        for name, value in text.values.items()
    }


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(secret_key("flash"))
