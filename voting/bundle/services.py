"""Put a counted vote into one file, and find the vote that was closed last.

See “bundle” in voting/README.md.
"""

import asyncio
from pathlib import Path

from concejo.errors import NotFound
from concejo.processes.services import ProcessView, get_process_by_id
from concejo.text import _
from voting.board.core import LEAST_CROWD
from voting.board.services import NotCounted, TooFewBallots, find_results
from voting.box.gate.services import box
from voting.bundle.core import README
from voting.core.crypto.notes import Checkpoint, Note
from voting.core.outcome import from_json
from voting.core.protocol.archive import write_zip
from voting.core.protocol.board import Board, write_board, write_checkpoints, write_hints
from voting.core.protocol.closing import CLOSE, UNCHECKED
from voting.core.protocol.openings import write_lines
from voting.core.protocol.result import ContestResult, write_result
from voting.core.protocol.roll import write_after, write_before
from voting.counting.opening import services as opening
from voting.credentials.lines import services as lines
from voting.models import Election, Tally
from voting.setup.services import ElectionView, get_election

VERIFIER = Path(__file__).resolve().parents[1] / "verify.py"


async def make_bundle(election: ElectionView) -> bytes:
    """Write the bundle of a counted vote; the same vote gives the same bytes."""
    if election.counted_at is None:
        raise NotCounted(_("The results are published once the ballots have been counted."))
    uid = election.protocol.election_id
    leaves = await box().list_leaves(uid)
    notes = [Note.read(note) for note in await box().list_checkpoints(uid)]
    states = await lines.list_states(election.id, uid)
    files = {
        "manifest.json": election.manifest.encode(),
        "board.bin": write_board(leaves),
        "hints.bin": await asyncio.to_thread(_hints, leaves),
        "checkpoints.txt": write_checkpoints(notes),
        "opened.jsonl": write_lines(await opening.list_opened(election)),
        "unopened.jsonl": write_lines(await opening.list_unopened(election)),
        "paper.jsonl": write_lines(await opening.list_sheets(election)),
        "roll_before.csv": write_before(person for person, _state in states).encode(),
        "roll.csv": write_after(states).encode(),
        "result.json": await _result(election),
    }
    last = Checkpoint.read(notes[-1].text)
    close = await box().sign_close(uid, files, last.size, last.root)
    beside = dict(zip(UNCHECKED, (VERIFIER.read_bytes(), README.encode()), strict=True))
    return await asyncio.to_thread(write_zip, {**files, CLOSE: close, **beside})


def _hints(leaves: list[bytes]) -> bytes:
    return write_hints(Board.of(leaves).ballots)


async def _result(election: ElectionView) -> bytes:
    tallies = {
        tally.contest_id: tally async for tally in Tally.filter(contest__election_id=election.id)
    }
    return write_result(
        {
            contest.key: ContestResult.of(
                from_json(tallies[contest.id].outcome), tallies[contest.id].null_votes
            )
            for contest in election.contests
        }
    )


async def demand_public(process: ProcessView) -> ElectionView:
    """Give the election of a process whose bundle is published, or say why it is not.

    Auditors get it all the same from the electoral board.
    """
    results = await find_results(process)
    if results is None:
        raise NotCounted(_("The results are published once the ballots have been counted."))
    if not results.is_public:
        raise TooFewBallots(
            _(
                "Fewer than {least} people voted in some area. There a whole ballot could tell"
                " whose it is, so that the file to verify this vote is not published here. The"
                " electoral board gives it to auditors.",
                least=LEAST_CROWD,
            )
        )
    return results.election


async def find_latest() -> ElectionView:
    """Find the vote that was closed last, of those that are counted."""
    row = await Election.filter(counted_at__isnull=False).order_by("-closed_at", "-id").first()
    if row is None:
        raise NotFound(_("No vote has been counted yet."))
    return await get_election(await get_process_by_id(row.process_id))
