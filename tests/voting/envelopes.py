"""Envelopes with codes, as two people make them; and people who draw one at a desk."""

from concejo.accounts.core import Visitor
from tests.voting.desks import person_form
from voting.desk.services import hand_over, look_up
from voting.envelopes.services import make, register
from voting.setup.services import ElectionView

PRESENT = ("Tomás", "Rosalía")


def style_number(election: ElectionView, area_code: str = "D01") -> int:
    """Give the number of the style of an area in the manifest."""
    styles = [style.contests for style in election.protocol.styles]
    return next(at for at, keys in enumerate(styles) if area_code in keys)


async def make_envelopes(election: ElectionView, number: int, area_code: str = "D01") -> list[str]:
    """Make envelopes; give the codes that are in them."""
    made = await make(election, style_number(election, area_code), number)
    await register(election, made, PRESENT)
    return list(made.codes)


async def draw(election: ElectionView, officer: Visitor, number: int) -> str:
    """Mark somebody for an envelope; give the ticket of the page."""
    found = await look_up(election, officer.id, person_form(number))
    assert found.ticket is not None
    await hand_over(election, officer.id, found.ticket, "code")
    return found.ticket
