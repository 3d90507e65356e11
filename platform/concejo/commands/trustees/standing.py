"""Which ballots count, found leaf after leaf, so that a board of any length fits into memory."""

from voting.core.protocol.counted import UsedTwice
from voting.core.protocol.leaves import VOID, BallotLeaf


class Standing:
    """Say what `voting.core.protocol.counted` says of a board, and keep no leaf for it.

    Leaves are known by their place among the leaves of ballots, from 0.
    """

    def __init__(self) -> None:
        self._last: dict[bytes, tuple[int, int]] = {}
        self._used: dict[bytes, set[int]] = {}
        self.voids = 0
        self.ballots = 0

    def take(self, leaf: BallotLeaf) -> None:
        """Take the next leaf, or raise UsedTwice."""
        last = self._last.get(leaf.pk)
        if last is not None:
            # Few vote again, so that the counters of a key are kept only then.
            used = self._used.setdefault(leaf.pk, {last[0]})
            if leaf.ctr in used:
                raise UsedTwice("a counter was used twice with one key")
            used.add(leaf.ctr)
        if last is None or leaf.ctr > last[0]:
            self._last[leaf.pk] = leaf.ctr, self.ballots
            self.voids += leaf.is_void
        self.ballots += 1

    def counting(self) -> bytearray:
        """Give a byte for each leaf: 1 where the ballot counts, 0 where it must stay closed."""
        counts = bytearray(self.ballots)
        for ctr, place in self._last.values():
            counts[place] = ctr != VOID
        return counts
