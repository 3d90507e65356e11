"""Counted: which of the ballots on a board count, which are replaced, and which keys are void."""

from collections.abc import Iterable
from dataclasses import dataclass

from voting.core.protocol.leaves import BallotLeaf


class UsedTwice(ValueError):
    """Two leaves have the same key and the same counter."""


@dataclass(frozen=True)
class Counted:
    """Tell the ballots of a board apart, each group in the order of the board.

    Of a key the ballot with the highest counter counts; of a void key, none does. `voids` are the
    leaves that took back, and what they took back is among the `replaced`.
    """

    counting: tuple[BallotLeaf, ...]
    replaced: tuple[BallotLeaf, ...]
    voids: tuple[BallotLeaf, ...]

    @property
    def void_keys(self) -> frozenset[bytes]:
        """Give the keys of which nothing counts."""
        return frozenset(leaf.pk for leaf in self.voids)


def tell_apart(leaves: Iterable[BallotLeaf]) -> Counted:
    """Tell the ballots of a board apart, or raise UsedTwice."""
    board = tuple(leaves)
    if len({(leaf.pk, leaf.ctr) for leaf in board}) != len(board):
        raise UsedTwice("a counter was used twice with one key")
    highest: dict[bytes, int] = {}
    for leaf in board:
        highest[leaf.pk] = max(leaf.ctr, highest.get(leaf.pk, 0))
    last = [leaf for leaf in board if leaf.ctr == highest[leaf.pk]]
    return Counted(
        counting=tuple(leaf for leaf in last if not leaf.is_void),
        replaced=tuple(leaf for leaf in board if leaf.ctr != highest[leaf.pk]),
        voids=tuple(leaf for leaf in last if leaf.is_void),
    )
