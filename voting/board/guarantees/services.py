"""Tell what one vote guarantees: who could do what, and after the count how much it could matter.

See “board” in voting/README.md.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from concejo.processes.services import ProcessView
from voting.board.core.guarantees import (
    ContestNumbers,
    StyleNumbers,
    number_contest,
    number_styles,
)
from voting.board.services import Results, find_report, find_results
from voting.box.gate.services import set_up
from voting.core.analysis.margins import Margins
from voting.core.protocol.parties import SetUp
from voting.counting.opening import services as opening
from voting.credentials.lines.services import count_states
from voting.setup.seal_key.services import find_seal_key
from voting.setup.services import ElectionView, find_election


@dataclass(frozen=True)
class Numbers:
    """What is published of a counted vote beside its results. `styles` is empty where few voted.

    `unopened` counts the ballots that could not be opened, `voids` the votes that were given up,
    `unused` the marks without a ballot, `abstained` who did not take part.
    """

    styles: tuple[StyleNumbers, ...]
    contests: tuple[ContestNumbers, ...]
    unopened: int
    voids: int
    unused: int
    marked: int
    abstained: int


@dataclass(frozen=True)
class Guarantees:
    """What is known of a vote: before it opens `election` is None, and there may be no seal key.

    Of `of` trustees `need` open the ballots; with 1 there is nobody to prevent it.
    """

    election: ElectionView | None
    is_two_houses: bool
    need: int | None
    of: int | None
    witnesses: tuple[str, ...]
    numbers: Numbers | None


async def find_guarantees(process: ProcessView) -> Guarantees:
    """Find out what the vote of a process guarantees, at whatever time."""
    found = await find_election(process)
    election = found if found is not None and found.locked_at is not None else None
    if election is None:
        key = await find_seal_key(process.id)
        is_two_houses = set_up() is SetUp.TWO_HOUSES
        return Guarantees(
            None, is_two_houses, key.k if key else None, key.n if key else None, (), None
        )
    manifest = election.protocol
    return Guarantees(
        election=election,
        is_two_houses=manifest.setup is SetUp.TWO_HOUSES,
        need=manifest.trustees.k,
        of=manifest.trustees.n,
        witnesses=tuple(witness.name for witness in manifest.witnesses),
        numbers=await _find_numbers(process),
    )


async def _find_numbers(process: ProcessView) -> Numbers | None:
    results = await find_results(process)
    if results is None:
        return None
    election = results.election
    counted = await opening.read_counted(election)
    sheets = Counter(sheet.style for sheet in await opening.list_sheets(election))
    styles = number_styles(
        [(style.name, style.contests) for style in election.protocol.styles],
        await count_states(election.id),
        Counter(leaf.style for leaf in counted.counting),
        sheets,
    )
    return Numbers(
        styles=styles if results.is_public else (),
        contests=await _number_contests(process, results, styles),
        unopened=len(await opening.list_unopened(election)),
        voids=len(counted.voids),
        unused=sum(style.unused for style in styles),
        marked=results.turnout.marks,
        abstained=election.eligible - results.turnout.marks,
    )


async def _number_contests(
    process: ProcessView, results: Results, styles: Sequence[StyleNumbers]
) -> tuple[ContestNumbers, ...]:
    return tuple(
        [
            number_contest(
                result,
                styles,
                results.null.get(result.contest.id, 0),
                await _find_margins(process, result.contest.id),
            )
            for result in results.contests
        ]
    )


async def _find_margins(process: ProcessView, contest_id: int) -> Margins | None:
    report = await find_report(process, contest_id)
    return report.told.analysis.margins if report and report.told.analysis else None
