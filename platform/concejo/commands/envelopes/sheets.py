"""The sheets of envelopes: one page of paper each, with the code and what to do with it."""

from dataclasses import dataclass, field

import segno
from markupsafe import Markup

from concejo.commands.trustees.pages import page

SHEETS = "sheets.html"


@dataclass(frozen=True)
class Printed:
    """What is on the sheets: the same on all of a style, but for the code."""

    vote: str
    style: str
    address: str
    short_address: str
    codes: tuple[str, ...] = field(repr=False)


def sheets_page(printed: Printed) -> str:
    """Write all sheets as one page that needs no other file."""
    # Of the address alone: a code in an address would be in the history of every device.
    square = segno.make(printed.address, error="m", micro=False)
    values: dict[str, object] = {
        "kind": "concejo-envelopes",
        "style": printed.style,
        "address": printed.short_address,
        "qr": Markup(square.svg_inline(border=2, omitsize=True, light="#fff")),
        "codes": [code.split("-") for code in printed.codes],
    }
    return page("envelopes", printed.vote, values)
