"""The sheets of a new key: one share for each trustee, and the minutes."""

from dataclasses import dataclass
from pathlib import Path

import segno
from markupsafe import Markup

from concejo.commands.trustees.pages import page
from concejo.text import Text, _, ngettext
from voting.core.protocol.manifest import in_groups

#: Stands at the beginning of every sheet with a share, so that it is known under any name.
_MARK = "concejo-trustees-share"
_HEAD_BYTES = 1000


@dataclass(frozen=True)
class Announced:
    """What everybody may know of a key; all in hexadecimal."""

    need: int
    of: int
    public_key: str
    fingerprint: str
    share_marks: tuple[str, ...]
    vote: str


def share_page(key: Announced, number: int, code: str) -> str:
    """Give the sheet of one trustee; besides the share there is no secret on it."""
    values = {
        **_common(key),
        "title": _("Share {number} of {of} of the key of the ballot box", number=number, of=key.of),
        "groups": code.split("-"),
        "qr": _square(code),
        "loss": _loss(key),
        "kind": _MARK,
        "share_mark": key.share_marks[number - 1],
    }
    return page("share", key.vote, values)


def minutes_page(key: Announced, command: str) -> str:
    """Give the minutes of the making, to be filled in and signed; no secret is on them."""
    values = {
        **_common(key),
        "kind": "",
        "public_key": in_groups(key.public_key),
        "command": command,
    }
    return page("minutes", key.vote, values)


def warning_alone() -> Text:
    """Say what it means that one share is enough."""
    return _(
        "Warning: one share is enough. Whoever holds a single sheet can open every ballot alone,"
        " before the vote ends too."
    )


def _common(key: Announced) -> dict[str, object]:
    return {
        "need": key.need,
        "alone": warning_alone(),
        "purpose": _purpose(key),
        "fingerprint": in_groups(key.fingerprint),
        "share_marks": key.share_marks,
    }


def _purpose(key: Announced) -> Text:
    if key.need == 1:
        return _("Any one of the {of} shares opens the ballots that count.", of=key.of)
    return _(
        "Any {need} of the {of} shares together open the ballots that count, once the vote is"
        " closed. With fewer, nobody opens any.",
        need=key.need,
        of=key.of,
    )


def _loss(key: Announced) -> Text:
    spare = key.of - key.need
    if not spare:
        return _("If one share is lost for good, the ballots can never be opened.")
    return ngettext(
        "One share may be missing; without another one the ballots can never be opened.",
        "Up to {count} shares may be missing; with more, the ballots can never be opened.",
        spare,
    )


def _square(code: str) -> Markup:
    square = segno.make(code, error="m", micro=False)
    return Markup(square.svg_inline(border=2, omitsize=True, light="#fff"))


def is_share_page(path: Path) -> bool:
    """Say whether the file is a sheet with a share, whatever its name is."""
    with path.open("rb") as file:
        return _MARK.encode() in file.read(_HEAD_BYTES)
