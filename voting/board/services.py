"""Publish a count: results with reasons, the ballots for a recount, and the receipts.

See “board” in voting/README.md. Nothing here says anything before the count is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import Locale, get_global

from concejo import settings
from concejo.errors import NotFound, Refused
from concejo.processes.services import ProcessView, get_process_by_id
from concejo.roll.models import Roll
from concejo.text import Money, _
from voting.board.core import (
    LEAST_CROWD,
    ContestResult,
    Heading,
    Line,
    Story,
    Told,
    is_too_small,
    result_of,
    tell,
    to_pabulib,
)
from voting.core.analysis import report
from voting.core.analysis.report import Analysis
from voting.core.ballots import Ballot
from voting.core.outcome import from_json
from voting.core.pabulib import write
from voting.counting.opening.services import count_by_style
from voting.counting.services import Turnout, sort_ballots, turnout
from voting.models import Contest, Tally
from voting.setup.core import ContestView
from voting.setup.locking.services import voting_phase
from voting.setup.services import ElectionView, find_election, get_election


class NotCounted(Refused):
    """There are no results yet."""


@dataclass(frozen=True)
class Winner:
    """A project that is paid, for whoever follows it up; `votes` are the ballots that chose it."""

    project_id: int
    proposal_id: int | None
    code: str
    name: str
    contest_name: str
    cost: Money
    votes: int


class TooFewBallots(Refused):
    """So few voted that a ballot would tell whose it is."""


@dataclass(frozen=True)
class Results:
    """All that is published of an election."""

    election: ElectionView
    turnout: Turnout
    contests: tuple[ContestResult, ...]
    #: Held again from a public file: there is nobody to protect.
    is_synthetic: bool = False
    #: How many voted on the style with the fewest, of those that anybody voted on.
    smallest_crowd: int = 0
    #: Ballots that say what nobody could choose, by contest.
    null: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        """Say whether whole ballots are published: where few share a style, one could be known."""
        return self.is_synthetic or not is_too_small(self.smallest_crowd)

    def withholds(self, result: ContestResult) -> bool:
        """Say whether the ballots of a contest are kept back because so few voted."""
        return not self.is_synthetic and is_too_small(result.outcome.voters)

    @property
    def winners(self) -> tuple[Winner, ...]:
        """Give the projects that are paid, by contest, in the order in which they were chosen."""
        return tuple(
            _winner(result.contest, line) for result in self.contests for line in result.winners
        )

    @property
    def spent(self) -> Money:
        """Add up the money that is assigned."""
        total = sum(result.outcome.spent for result in self.contests)
        return Money(total, self.election.process.currency)


async def find_results(process: ProcessView) -> Results | None:
    """Give the results of a process, or None while there are none."""
    election = await find_election(process)
    if election is None or election.counted_at is None:
        return None
    # Without the analyses, which are long and not asked for here.
    kept = Tally.filter(contest__election_id=election.id).only(
        "contest_id", "outcome", "digest", "null_votes"
    )
    tallies = {tally.contest_id: tally for tally in await kept}
    return Results(
        election,
        await turnout(election),
        tuple(_result(contest, tallies[contest.id]) for contest in election.contests),
        is_synthetic=(await Roll.get(id=process.roll_id)).is_synthetic,
        smallest_crowd=min((await count_by_style(election)).values(), default=0),
        null={contest: tally.null_votes for contest, tally in tallies.items()},
    )


@dataclass(frozen=True)
class Report:
    """One contest with all that is told of how its result came about."""

    election: ElectionView
    result: ContestResult
    told: Told

    def story(self, project_id: int) -> Story:
        """Give the story of one of the projects."""
        for story in self.told.stories:
            if story.line.project.id == project_id:
                return story
        raise NotFound(_("There is no such project in this contest."))


async def find_report(process: ProcessView, contest_id: int) -> Report | None:
    """Tell how the result of a contest came about, or None while there is none."""
    election = await find_election(process)
    if election is None or election.counted_at is None:
        return None
    contest = election.contest(contest_id)
    tally = await Tally.get(contest_id=contest.id)
    roll = await Roll.get(id=process.roll_id)
    is_withheld = is_too_small(tally.ballots) and not roll.is_synthetic
    kept = (contest, tally.outcome, tally.digest)
    told = _tell(*kept, tally.analysis, is_withheld=is_withheld)
    return Report(election, _read(*kept), told)


@lru_cache(maxsize=64)
def _tell(
    contest: ContestView, outcome: str, digest: str, analysis: str, *, is_withheld: bool
) -> Told:
    """Read what is kept of a contest; a new analysis makes another entry."""
    found = _read_analysis(analysis, digest)
    return tell(_read(contest, outcome, digest), found, is_withheld=is_withheld)


def _read_analysis(text: str, digest: str) -> Analysis | None:
    """Read a kept analysis; one of another count, or of another version of ours, is none."""
    try:
        found = report.from_json(text)
    except (ValueError, KeyError, TypeError):
        return None
    return found if found.digest == digest else None


async def list_analysed(election: ElectionView) -> list[int]:
    """List the contests of which there is an analysis."""
    found = (
        await Tally.filter(contest__election_id=election.id)
        .exclude(analysis="")
        .values("contest_id")
    )
    return [int(row["contest_id"]) for row in found]


async def export_analysis(process: ProcessView, contest_id: int) -> str:
    """Give the analysis of a counted contest as it is kept, unless it would tell single ballots."""
    found = await find_report(process, contest_id)
    if found is None:
        raise NotCounted(_("The results are published once the ballots have been counted."))
    if found.told.is_withheld:
        raise _too_few()
    if found.told.analysis is None:
        raise NotFound(_("There is no analysis of this count yet."))
    return report.to_json(found.told.analysis)


def _result(contest: ContestView, tally: Tally) -> ContestResult:
    return _read(contest, tally.outcome, tally.digest)


@lru_cache(maxsize=64)
def _read(contest: ContestView, outcome: str, digest: str) -> ContestResult:
    """Read a kept outcome; a long count takes a while, and a kept one never changes."""
    return result_of(contest, from_json(outcome), digest)


def _winner(contest: ContestView, line: Line) -> Winner:
    return Winner(
        line.project.id,
        line.project.proposal_id,
        line.project.code,
        line.project.name,
        contest.name,
        Money(line.project.cost, contest.currency),
        line.bar.supporters,
    )


async def export_pabulib(contest_id: int) -> str:
    """Write the ballots of a counted contest as a .pb file, unless they are too few to hide in."""
    row = await Contest.get_or_none(id=contest_id).prefetch_related("election")
    if row is None:
        raise NotFound(_("There is no such contest in this vote."))
    process = await get_process_by_id(row.election.process_id)
    election = await get_election(process)
    _demand_counted(election)
    contest = election.contest(contest_id)
    profile = (await sort_ballots(election))[contest_id].profile
    ballots = [ballot for ballot, times in profile.groups for _time in range(times)]
    ballots += [Ballot()] * profile.blank
    roll = await Roll.get(id=process.roll_id)
    if is_too_small(len(ballots)) and not roll.is_synthetic:
        raise _too_few()
    unit = process.title if roll.is_synthetic else settings.MUNICIPALITY
    heading = _heading(process, election, unit)
    outcome = from_json((await Tally.get(contest_id=contest_id)).outcome)
    return write(to_pabulib(heading, contest, election.terms, outcome, ballots))


def _heading(process: ProcessView, election: ElectionView, unit: str) -> Heading:
    phase = voting_phase(process)
    assert phase is not None, "it was voted in"
    zone = ZoneInfo(process.timezone)
    last = (phase.ends_at - timedelta(microseconds=1)).astimezone(zone)
    return Heading(
        country=_country(process.timezone),
        unit=unit,
        description=process.title,
        begins=phase.starts_at.astimezone(zone).date(),
        ends=last.date(),
        manifest=election.manifest_hash,
    )


def _country(timezone: str) -> str:
    """Name the country of a time zone as Pabulib does, in English."""
    territory = get_global("zone_territories").get(timezone, "001")
    return str(Locale("en").territories[territory])


def _too_few() -> TooFewBallots:
    return TooFewBallots(
        _(
            "Fewer than {least} people voted here. Their ballots are not published, because a"
            " ballot could tell whose it is; the totals are.",
            least=LEAST_CROWD,
        )
    )


def _demand_counted(election: ElectionView) -> None:
    if election.counted_at is None:
        raise NotCounted(_("The results are published once the ballots have been counted."))


def file_name(election: ElectionView, contest: ContestView) -> str:
    """Name the file of a contest's ballots, in letters that every computer takes."""
    area = "".join(c for c in contest.area_code if c.isascii() and (c.isalnum() or c in "-_"))
    return f"{election.process.slug}-{area or contest.id}.pb"
