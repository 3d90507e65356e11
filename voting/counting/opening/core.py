"""Open what counts with a key that is at hand, and pair what was opened with the board.

See “counting” in voting/README.md.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from voting.core.protocol.counted import Counted
from voting.core.protocol.leaves import BallotLeaf
from voting.core.protocol.manifest import Manifest
from voting.core.protocol.openings import OpenedLine, SheetLine, UnopenedLine
from voting.core.protocol.roll import Person, State
from voting.core.protocol.sealing import NotOpened, unseal


class DoNotFit(ValueError):
    """What was opened is not what counts on the board."""


def open_all(
    manifest: Manifest,
    counting: Sequence[BallotLeaf],
    sealed: Mapping[bytes, bytes],
    private: bytes,
) -> tuple[list[OpenedLine], list[UnopenedLine]]:
    """Open the ballots that count; `sealed` has the sealed ballot of each leaf."""
    opened, lost = [], []
    for leaf in counting:
        context = leaf.context(manifest.election_id)
        try:
            nonce, plain = unseal(private, context, sealed[leaf.encode()], manifest.pad)
        except NotOpened as error:
            lost.append(UnopenedLine(leaf.commitment, error.reason))
        else:
            opened.append(OpenedLine(leaf.commitment, nonce, plain))
    return opened, lost


def pair(
    election_id: bytes,
    counting: Sequence[BallotLeaf],
    opened: Sequence[OpenedLine],
    lost: Sequence[UnopenedLine],
) -> list[tuple[BallotLeaf, OpenedLine]]:
    """Pair every opened ballot with its leaf; raise DoNotFit unless it is exactly what counts."""
    # Whoever copies a commitment of somebody else has a ballot that nothing opens.
    leaves: dict[bytes, list[BallotLeaf]] = {}
    for leaf in counting:
        leaves.setdefault(leaf.commitment, []).append(leaf)
    named = Counter([line.commitment for line in opened] + [line.commitment for line in lost])
    if named != {commitment: len(found) for commitment, found in leaves.items()}:
        raise DoNotFit("not the ballots that count")
    return [(_leaf_of(election_id, line, leaves[line.commitment]), line) for line in opened]


def _leaf_of(election_id: bytes, line: OpenedLine, leaves: Sequence[BallotLeaf]) -> BallotLeaf:
    for leaf in leaves:
        if line.opens(election_id, leaf):
            return leaf
    raise DoNotFit("a ballot says something else than its commitment")


def find_excess(
    styles: int,
    counted: Counted,
    sheets: Sequence[SheetLine],
    states: Iterable[tuple[Person, State]],
    unused: Mapping[int, int] | None = None,
) -> int | None:
    """Give a style with more ballots than people who took part; None where all adds up.

    Whoever gave up a ballot for a sheet has left a void, so that of their key nothing counts; so
    has every envelope that was `unused`, as many in each style as that says; None: none was made.
    """
    marks = Counter((person.style, state) for person, state in states)
    ballots = Counter(leaf.style for leaf in counted.counting)
    voids = Counter(leaf.style for leaf in counted.voids)
    papers = Counter(sheet.style for sheet in sheets)
    for style in range(styles):
        online = marks[style, State.ONLINE] + marks[style, State.CODE]
        surrendered = marks[style, State.SURRENDERED]
        if (
            ballots[style] > online
            or voids[style] < surrendered + (unused or {}).get(style, 0)
            or papers[style] > marks[style, State.PAPER] + surrendered
        ):
            return style
    return None
