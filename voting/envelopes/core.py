"""Envelopes as values: those that are made, and how many there are of each style.

See “envelopes” in voting/README.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from voting.box.envelopes.core import Envelope
from voting.core.crypto.keys import PublicKey
from voting.core.protocol.client import Voter
from voting.core.protocol.code import code_of


@dataclass(frozen=True)
class Made:
    """Envelopes of one style: the codes for the sheets, and what the box has to know of them."""

    style: int
    codes: tuple[str, ...] = field(repr=False)
    envelopes: tuple[Envelope, ...] = field(repr=False)


@dataclass(frozen=True)
class Stock:
    """How many envelopes of a style were made, drawn at desks, and voided because unused."""

    style: int
    name: str
    made: int
    drawn: int
    unused: int

    @property
    def missing(self) -> int:
        """Count those that are neither drawn nor voided: they are still to be found and voided."""
        return self.made - self.drawn - self.unused


def requests_of(hands: Sequence[Voter], style: int, key: PublicKey) -> list[bytes]:
    """Give what the issuer has to sign, blinded as for anybody."""
    return [hand.request(style, key) for hand in hands]


def put_together(
    hands: Sequence[Voter], style: int, key: PublicKey, answers: Sequence[bytes]
) -> Made:
    """Take the blinding off the issuer's answers, and give codes and credentials."""
    return Made(
        style,
        tuple(code_of(hand.seed) for hand in hands),
        tuple(
            Envelope(style, hand.pk, hand.credential(style, key, answer))
            for hand, answer in zip(hands, answers, strict=True)
        ),
    )
