"""Make envelopes with codes, hand the box what they need, and void those that nobody used.

See “envelopes” in voting/README.md. No code is kept: neither in a database nor in a log. What is
kept here are numbers.
"""

import asyncio
from collections.abc import Sequence
from secrets import token_bytes

from concejo import settings
from concejo.audit import services as audit
from concejo.audit.core import SYSTEM
from concejo.db import execute, fetch, transaction
from concejo.errors import Invalid, Refused
from concejo.processes.core import Action
from concejo.text import _
from voting.box.gate.services import Envelope, Sent, box
from voting.core.protocol.client import Voter
from voting.core.protocol.code import SEED_BYTES, NotACode, seed_of
from voting.core.protocol.leaves import VOID
from voting.credentials import services as credentials
from voting.credentials.keys import services as keys
from voting.envelopes.core import Made, Stock, put_together, requests_of
from voting.setup.services import ElectionView, VoteClosed, hold_open

#: More at once would fill no drawer, and make one file that no printer takes.
MOST = 2_000
_ADD = """
INSERT INTO envelopes_made (election_id, style, number) VALUES (?, ?, ?)
ON CONFLICT (election_id, style) DO UPDATE SET number = envelopes_made.number + excluded.number
"""


class NotAnEnvelope(Refused):
    """The code is of no envelope of this vote."""


class Used(Refused):
    """Somebody voted with this code: it is not for whoever holds the sheet to take that back."""


async def make(election: ElectionView, style: int, number: int) -> Made:
    """Make envelopes in memory: seeds, and credentials straight from the issuing key."""
    _demand_open(election)
    election.process.demand(Action.VOTE)
    styles = election.protocol.styles
    if not 0 <= style < len(styles):
        listed = "; ".join(f"{at}: {one.name}" for at, one in enumerate(styles))
        raise Refused(_("Say of which style: {styles}.", styles=listed))
    if not 0 < number <= MOST:
        raise Refused(_("From 1 to {most} envelopes are made at once.", most=MOST))
    return await asyncio.to_thread(_make, election, style, number)


def _make(election: ElectionView, style: int, number: int) -> Made:
    uid, key = election.protocol.election_id, election.protocol.keys[style]
    hands = [Voter(token_bytes(SEED_BYTES), uid) for _one in range(number)]
    answers = [keys.sign(uid, style, request) for request in requests_of(hands, style, key)]
    return put_together(hands, style, key, answers)


async def register(election: ElectionView, made: Made, present: Sequence[str]) -> None:
    """Count the envelopes, and hand the box what they need; from then on they can vote.

    First the number: interrupted in between there seem to be envelopes that nobody has, and never
    an envelope that somebody has and that is not counted.
    """
    async with transaction():
        await hold_open(election.id)
        await execute(_ADD, election.id, made.style, len(made.codes))
        await audit.record(
            SYSTEM,
            "envelopes.made",
            f"election:{election.id}",
            style=made.style,
            number=len(made.codes),
            present=list(present),
        )
    await box().keep_envelopes(election.protocol.election_id, made.envelopes)


async def void(election: ElectionView, typed: str) -> tuple[int, bool]:
    """Void an unused envelope by its code; give its style, and whether it was void already."""
    uid = election.protocol.election_id
    try:
        hand = Voter(seed_of(typed), uid)
    except NotACode as error:
        fault = _("This is not a code: it has 28 letters and digits. Check it.")
        raise Invalid({"code": fault}) from error
    _demand_open(election)
    envelope = await box().find_envelope(uid, hand.pk)
    if envelope is None:
        raise NotAnEnvelope(_("This code is of no envelope of this vote."))
    counter = await box().latest_counter(uid, hand.pk)
    if counter not in (0, VOID):
        raise Used(
            _(
                "Somebody voted with this code. It was not voided: put the sheet aside, and tell"
                " the electoral board."
            )
        )
    await _send(election, hand, envelope)
    return envelope.style, counter == VOID


async def _send(election: ElectionView, hand: Voter, envelope: Envelope) -> None:
    leaf = hand.void(envelope.style, envelope.credential)
    await box().cast(election.protocol.election_id, [Sent(leaf, b"")])


async def record_voided(election: ElectionView, number: int, present: Sequence[str]) -> None:
    """Put into the audit log how many envelopes were voided before whom."""
    await audit.record(
        SYSTEM,
        "envelopes.voided",
        f"election:{election.id}",
        number=number,
        present=list(present),
    )


async def take_stock(election: ElectionView) -> list[Stock]:
    """Tell how many envelopes of each style there are, and what became of them."""
    made = await count_made(election.id)
    drawn = await credentials.count_codes(election.id)
    unused = await box().count_unused_envelopes(election.protocol.election_id)
    return [
        Stock(at, style.name, made.get(at, 0), drawn.get(at, 0), unused.get(at, 0))
        for at, style in enumerate(election.protocol.styles)
    ]


def code_address(election: ElectionView) -> str:
    """Give the page of the ballot box on which the code of an envelope is typed."""
    return f"{settings.BOX_URL}/{election.uid}/code"


def short_address() -> str:
    """Give the address that leads to that page and can be typed by hand."""
    return f"{settings.BOX_URL}/code"


async def count_made(election_id: int) -> dict[int, int]:
    """Count the envelopes that were made, by style."""
    rows = await fetch(
        "SELECT style, number FROM envelopes_made WHERE election_id = ?", election_id
    )
    return {row.integer("style"): row.integer("number") for row in rows}


def _demand_open(election: ElectionView) -> None:
    if election.locked_at is None:
        raise Refused(_("Envelopes are made once the vote is open: before, there are no keys."))
    if election.closed_at is not None:
        raise VoteClosed(_("The vote is over: the electoral board has closed the ballot box."))
