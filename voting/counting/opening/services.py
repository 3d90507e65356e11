"""Fix the marks on the board, take what the trustees opened, and give out what is to be counted.

See “counting” in voting/README.md.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.db import execute_many, fetch, transaction
from concejo.errors import Invalid, Refused
from concejo.text import _
from voting.booth.core import style_name
from voting.box.gate.services import Line, box
from voting.core.crypto.notes import Note
from voting.core.protocol.archive import write_zip
from voting.core.protocol.board import write_board, write_checkpoints
from voting.core.protocol.counted import Counted, tell_apart
from voting.core.protocol.layout import Unreadable, u32
from voting.core.protocol.leaves import (
    BallotLeaf,
    ClosingLeaf,
    PaperLeaf,
    read_ballot_leaf,
    read_leaf,
)
from voting.core.protocol.openings import (
    OpenedLine,
    SheetLine,
    UnopenedLine,
    read_lines,
    write_lines,
)
from voting.core.protocol.roll import State, write_after
from voting.core.protocol.sealing import Unopened
from voting.counting.core import Paper
from voting.counting.opening.core import DoNotFit, find_excess, open_all, pair
from voting.credentials.keys import services as issuing
from voting.credentials.lines import services as lines
from voting.models import Election
from voting.paper import services as paper
from voting.setup.office_key.services import find_office_key
from voting.setup.services import ElectionView


class DoNotAddUp(Refused):
    """There are more ballots than people who took part."""


class NotOpened(Refused):
    """The trustees have not opened the ballots yet."""


@dataclass(frozen=True)
class Board:
    """The leaves of a closed box that are ballots, in order, and which of them count."""

    lines: tuple[Line, ...]
    counted: Counted


async def read_board(election: ElectionView) -> Board:
    """Read the ballots on the board of an election, and tell which count."""
    found = await box().list_lines(election.protocol.election_id)
    ballots = tuple(line for line in found if line.voter is not None)
    return Board(ballots, tell_apart(read_ballot_leaf(line.leaf) for line in ballots))


async def read_counted(election: ElectionView) -> Counted:
    """Tell which ballots on the board of an election count, without what is sealed in them."""
    leaves = map(read_leaf, await box().list_leaves(election.protocol.election_id))
    return tell_apart(leaf for leaf in leaves if isinstance(leaf, BallotLeaf))


async def seal_off(election: ElectionView) -> None:
    """Put the last ballots on the board, fix the marks there, and destroy the issuing keys.

    As long as these are there, something was interrupted, and is gone on with by doing it again.
    """
    uid = election.protocol.election_id
    await box().close(uid)
    states = await lines.list_states(election.id, uid)
    numbers = [state for _person, state in states]
    closing = ClosingLeaf(
        online=numbers.count(State.ONLINE),
        code=numbers.count(State.CODE),
        paper=numbers.count(State.PAPER),
        surrendered=numbers.count(State.SURRENDERED),
        unused_envelopes=sum((await box().count_unused_envelopes(uid)).values()),
        roll_hash=sha256(write_after(states).encode()).digest(),
    )
    await box().append(uid, closing.encode())
    issuing.destroy(uid)


def is_sealed_off(election: ElectionView) -> bool:
    """Say whether the close of an election was done to its end."""
    return not issuing.are_kept(election.protocol.election_id)


async def make_to_open(election: ElectionView) -> bytes:
    """Write the file from which the trustees open what counts, once the box is closed."""
    if election.closed_at is None:
        raise NotOpened(_("The ballot box has to be closed before its ballots are opened."))
    uid = election.protocol.election_id
    found = await box().list_lines(uid)
    notes = [Note.read(note) for note in await box().list_checkpoints(uid)]
    counting = {leaf.encode() for leaf in (await read_counted(election)).counting}
    # What was replaced is never opened, so that it does not leave the box.
    sealed = [
        line.sealed if line.leaf in counting else b"" for line in found if line.voter is not None
    ]
    files = {
        "manifest.json": election.manifest.encode(),
        "board.bin": write_board(line.leaf for line in found),
        "checkpoints.txt": write_checkpoints(notes),
        "sealed.bin": b"".join(u32(len(one)) + one for one in sealed),
    }
    return await asyncio.to_thread(write_zip, files)


async def take_opened(election: ElectionView, opened: bytes, unopened: bytes, actor: Actor) -> None:
    """Take what the trustees opened, once it is exactly what counts on the board.

    The same files again change nothing; others are refused.
    """
    counted = await read_counted(election)
    pairs, lost = await asyncio.to_thread(_read, election, counted, opened, unopened)
    async with transaction():
        await Election.select_for_update().get(id=election.id)
        if await _is_opened(election, counted):
            return
        await _keep(election.id, pairs, lost)
        await audit.record(
            actor,
            "election.opened_ballots",
            f"election:{election.id}",
            opened=len(pairs),
            unopened=len(lost),
        )


def _read(
    election: ElectionView, counted: Counted, opened: bytes, unopened: bytes
) -> tuple[list[tuple[BallotLeaf, OpenedLine]], Sequence[UnopenedLine]]:
    uid = election.protocol.election_id
    try:
        found, lost = read_lines(opened, OpenedLine), read_lines(unopened, UnopenedLine)
        return pair(uid, counted.counting, found, lost), lost
    except (Unreadable, DoNotFit) as error:
        raise Invalid(
            {
                "opened": _(
                    "These are not the opened ballots of this vote. Copy both files anew from the"
                    " computer of the trustees."
                )
            }
        ) from error


async def _keep(
    election_id: int,
    pairs: Sequence[tuple[BallotLeaf, OpenedLine]],
    lost: Sequence[UnopenedLine],
) -> None:
    await execute_many(
        "INSERT INTO opened (election_id, commitment, style, nonce, plain) VALUES (?, ?, ?, ?, ?)",
        [(election_id, o.commitment, leaf.style, o.nonce, o.plain) for leaf, o in pairs],
    )
    await execute_many(
        "INSERT INTO unopened (election_id, place, commitment, reason) VALUES (?, ?, ?, ?)",
        [(election_id, at, line.commitment, line.reason.value) for at, line in enumerate(lost)],
    )


async def open_with_office_key(election: ElectionView, actor: Actor) -> None:
    """Open what counts with the office's own key, where it is the office that keeps it."""
    private = await find_office_key(election.process.id)
    if private is None:
        return
    board = await read_board(election)
    if await _is_opened(election, board.counted):
        return
    sealed = {line.leaf: line.sealed for line in board.lines}
    opened, lost = await asyncio.to_thread(
        open_all, election.protocol, board.counted.counting, sealed, private
    )
    await take_opened(election, write_lines(opened), write_lines(lost), actor)


async def _is_opened(election: ElectionView, counted: Counted) -> bool:
    return await count_taken(election) == len(counted.counting)


async def count_taken(election: ElectionView) -> int:
    """Count the ballots that the trustees opened, or could not open: once counted, all."""
    numbers = await fetch(
        "SELECT (SELECT count(*) FROM opened WHERE election_id = ?)"
        " + (SELECT count(*) FROM unopened WHERE election_id = ?) AS n",
        election.id,
        election.id,
    )
    return numbers[0].integer("n")


async def demand_opened(election: ElectionView) -> None:
    """Refuse to count before the trustees have opened what counts; the office opens by itself."""
    if await find_office_key(election.process.id) is not None:
        return
    if not await _is_opened(election, await read_counted(election)):
        raise NotOpened(_("The trustees have to open the ballots before they are counted."))


async def count_by_style(election: ElectionView) -> Counter[int]:
    """Count the opened ballots and the sheets, by style; styles without any are left out."""
    rows = await fetch(
        "SELECT style, count(*) AS n FROM opened WHERE election_id = ? GROUP BY style", election.id
    )
    numbers = Counter({row.integer("style"): row.integer("n") for row in rows})
    numbers.update(sheet.style for sheet in await list_sheets(election))
    return numbers


async def list_opened(election: ElectionView) -> list[OpenedLine]:
    """List the ballots that the trustees opened, once the vote is counted."""
    rows = await fetch(
        "SELECT commitment, nonce, plain FROM opened WHERE election_id = ?", election.id
    )
    return [OpenedLine(r.octets("commitment"), r.octets("nonce"), r.text("plain")) for r in rows]


async def list_unopened(election: ElectionView) -> list[UnopenedLine]:
    """List the ballots that count and could not be opened, with the reason of each."""
    rows = await fetch("SELECT commitment, reason FROM unopened WHERE election_id = ?", election.id)
    return [UnopenedLine(r.octets("commitment"), Unopened(r.text("reason"))) for r in rows]


async def list_sheets(election: ElectionView) -> list[SheetLine]:
    """List the sheets of paper as they were typed."""
    found = await paper.list_sheets(election.id)
    if not found:
        return []
    ids = {contest.key: contest.id for contest in election.contests}
    numbers = {
        style_name(ids[key] for key in style.contests): number
        for number, style in enumerate(election.protocol.styles)
    }
    return [SheetLine(plain, numbers[style]) for style, plain in found]


async def list_papers(election: ElectionView) -> list[Paper]:
    """List every ballot that is to be counted, from the box and from paper, with nobody's name."""
    counted = await read_counted(election)
    if not await _is_opened(election, counted):
        raise NotOpened(_("The trustees have to open the ballots before they are counted."))
    await paper.demand_complete(election)
    sheets = await list_sheets(election)
    await _demand_sums(election, counted, sheets)
    await _fix_sheets(election, sheets)
    rows = await fetch("SELECT style, plain FROM opened WHERE election_id = ?", election.id)
    return [
        *(Paper(row.integer("style"), row.text("plain")) for row in rows),
        *(Paper(sheet.style, sheet.plain) for sheet in sheets),
    ]


async def _demand_sums(
    election: ElectionView, counted: Counted, sheets: Sequence[SheetLine]
) -> None:
    """Refuse to count more ballots than people took part, in any style."""
    styles = election.protocol.styles
    states = await lines.list_states(election.id, election.protocol.election_id)
    unused = await box().count_unused_envelopes(election.protocol.election_id)
    excess = find_excess(len(styles), counted, sheets, states, unused)
    if excess is not None:
        raise DoNotAddUp(
            _(
                "In “{style}” there are more ballots than people who took part. Do not count: call"
                " for an audit.",
                style=styles[excess].name,
            )
        )


async def _fix_sheets(election: ElectionView, sheets: Sequence[SheetLine]) -> None:
    """Put the number of sheets and their hash on the board, where there are any."""
    if sheets:
        digest = sha256(write_lines(sheets)).digest()
        await box().append(election.protocol.election_id, PaperLeaf(len(sheets), digest).encode())
