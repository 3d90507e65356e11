"""Nothing that is sent makes the house fall: hostile addresses and forms get an answer, never 500.

Whoever sends them here is verified and has every duty, so that they get as far as anybody can.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import quote

import pytest

from concejo.accounts.core import Role
from concejo.db import execute
from concejo.sessions.services import open_session
from concejo.web import csrf
from tests.people import make_account, make_person, new_browser
from tests.test_permissions import ROUTES, world  # noqa: F401 a fixture

NUMBERS = ["0", "-1", "9" * 18, str(2**63 - 1), str(2**63), "9" * 5000, "1.5", "٣", "1e9"]
WORDS = ["x", "%00", "%ff", "%ed%a0%80", "..%2f..%2fbox.key", "🗳", "'\";--", "x" * 3000]
ASKED = ["%00", "%ed%a0%80", "-1", str(2**63), "9" * 5000, quote("/🗳"), "&page=2&=&"]
NAMES = ["page", "q", "status", "sort", "seed", "area", "next", "code", "process"]
WORST = ["9" * 5000, "a\0\ud800🗳"]
TYPED = [
    *[*WORST, "", "-1", str(2**63), "٣²", "NaN", "9999-12-31T23:59", "x" * 70_000],
    *["<b>'\";--%s{x}\u202e\u0301", "/\r\nSet-Cookie: a=b", "//🗳"],
]


@pytest.fixture
async def officer(roll):
    """Somebody with every duty, who is on the roll."""
    roles = tuple((role, 0) for role in Role)
    return await make_account("Oficial", roles=roles, person=await make_person(roll))


class Forms(HTMLParser):
    """The forms of a page: the address and the fields of each, as they would be sent."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        named = {name: value or "" for name, value in attrs}
        if tag == "form" and named.get("method") == "post":
            self._fields = self.found.setdefault(named.get("action", "/").partition("?")[0], {})
        elif tag in ("input", "select", "textarea", "button") and named.get("name"):
            self._fields[named["name"]] = named.get("value", "1")


def addresses(world):  # noqa: F811 a fixture is named like its import
    """Every page with each part of its address and of its query made hostile, one at a time."""
    for name, path, method in ROUTES:
        if method != "GET":
            continue
        known = {**world.parameters, "token": "x" * 43, "image": "0" * 64, "size": "large"}
        parts = path.split("/")
        filled = [_fill(part, known) for part in parts]
        for place, part in enumerate(parts):
            hostile = NUMBERS if ":row" in part else WORDS if "{" in part else []
            for value in hostile:
                sent = value if "%" in value else quote(value)
                bad = part[: part.index("{")] + sent + part[part.index("}") + 1 :]
                yield name, "/".join([*filled[:place], bad, *filled[place + 1 :]])
        base = "/".join(filled)
        for value in ASKED:
            yield name, f"{base}?" + "&".join(f"{asked}={value}" for asked in NAMES)


def _fill(part: str, known: dict[str, object]) -> str:
    for name, value in known.items():
        part = part.replace(f"{{{name}:row}}", str(value)).replace(f"{{{name}}}", str(value))
    return part if "{" not in part else part[: part.index("{")] + "x" + part[part.index("}") + 1 :]


async def test_no_address_breaks_the_house(any_database, world, officer):  # noqa: F811 a fixture is named like its import
    browser = new_browser(await open_session(officer.id))

    failed = [
        (name, address[:120])
        for name, address in addresses(world)
        if (await browser.get(address)).status_code >= 500
    ]

    assert failed == []
    await browser.client.aclose()


async def forms_of(world, browser):  # noqa: F811 a fixture is named like its import
    """Every form there is, as its page shows it; those that no page shows now, without fields."""
    found: dict[str, dict[str, str]] = {}
    for _name, path, method in ROUTES:
        address = "/".join(
            _fill(p, {**world.parameters, "token": "x" * 43}) for p in path.split("/")
        )
        if method == "POST":
            found.setdefault(address, {})
        else:
            for action, fields in Forms((await browser.get(address)).text).found.items():
                found.setdefault(action, {}).update(fields)
    return found


def spoilt(fields: dict[str, str]) -> Iterator[list[tuple[str, str]]]:
    """Give a form with all its fields hostile, then with each of them hostile alone."""
    for value in TYPED:
        yield [(name, value) for name in fields for _time in range(2)]
    for name, value in zip(fields, cycle(WORST), strict=False):
        yield [*((o, kept) for o, kept in fields.items() if o != name), (name, value)]


async def send(browser, address, fields, *, as_files=False, **headers):
    """Send a form as multipart in UTF-7, the one charset in which half a character can be sent."""
    fields = [(csrf.FIELD, csrf.make_token(browser.token)), *fields]
    lines = []
    for number, (name, value) in enumerate(fields):
        file = '; filename="x.png"' if as_files and number else ""
        head = f'--B\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        lines.append(head.encode() + value.encode("utf-7", "surrogatepass") + b"\r\n")
    kind = "multipart/form-data; boundary=B; charset=utf-7"
    body = b"".join(lines) + b"--B--\r\n"
    return await browser.client.post(
        address, content=body, headers={"content-type": kind, **headers}
    )


async def test_no_form_breaks_the_house(any_database, world, officer):  # noqa: F811 a fixture is named like its import
    browser = new_browser(await open_session(officer.id))
    forms = await forms_of(world, browser)
    failed = []

    for address, fields in forms.items():
        browser.token = await open_session(officer.id)
        browser.client.cookies.set("session", browser.token)
        fields.pop(csrf.FIELD, None)
        for number, sent in enumerate(spoilt(fields or dict.fromkeys(NAMES, ""))):
            if number % 5 == 0:
                await execute("DELETE FROM attempt")
            for as_files in (False, True) if number < 2 else (False,):
                answer = await send(browser, address, sent, as_files=as_files)
                if answer.status_code >= 500:
                    failed.append((address, as_files, [(k, v[:30]) for k, v in sent][:3]))
    assert failed == []
    await browser.client.aclose()


async def test_htmx_is_led_on_to_an_address_in_any_letters(browser, opened):
    part = {"hx-request-type": "partial"}

    answer = await browser.submit("/language", language="es", next="/🗳?q=ñ%20b", headers=part)

    assert answer.headers["hx-redirect"] == "/%F0%9F%97%B3?q=%C3%B1%20b"
