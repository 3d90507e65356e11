"""Close the box and count it: the duty of the electoral board.

See “counting” in voting/README.md.
"""

import asyncio
import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.clock import now
from concejo.db import transaction
from concejo.errors import Refused
from concejo.processes.core import Action
from concejo.processes.services import ProcessView, hold_process
from concejo.text import _
from voting.box import services as box
from voting.core.analysis import report
from voting.core.outcome import Outcome, from_json, to_json
from voting.core.profile import Profile
from voting.counting.core import analyse_contest, count_contests, read_profiles
from voting.credentials import services as credentials
from voting.models import Election, Tally
from voting.setup.core import ContestView
from voting.setup.services import ElectionView, get_election

log = logging.getLogger("concejo")


class NeverOpened(Refused):
    """No vote was held, so there is nothing to close."""


class NotClosed(Refused):
    """The box must be closed before it is counted."""


class MoreBallotsThanMarks(Refused):
    """The box holds more ballots than people who voted."""


class CountsDiffer(Refused):
    """A recount came to another outcome than the count: the box or the projects were changed."""


@dataclass(frozen=True)
class Turnout:
    """How many took part, how many ballots are in the box, and how many could have voted."""

    marks: int
    ballots: int
    eligible: int

    @property
    def permille(self) -> int:
        """Give the share of those who could have voted, in thousandths."""
        return self.marks * 1000 // self.eligible if self.eligible else 0


async def turnout(election: ElectionView) -> Turnout:
    """Count who took part and what is in the box; while the vote is open, only who took part."""
    ballots = await box.count_ballots(election.id) if election.closed_at is not None else 0
    return Turnout(await credentials.turnout(election.id), ballots, election.eligible)


async def close(process: ProcessView, actor: Actor) -> None:
    """Close the box: no ballot comes in any more, and those that waited are shuffled in."""
    async with transaction():
        # The calendar may have been changed since the page was read: the vote may go on.
        (await hold_process(process.id)).demand(Action.COUNT)
        election = await _for_update(process)
        if election.closed_at is not None:
            return
        await box.flush(election.id, at_least=0)
        marks = await credentials.turnout(election.id)
        ballots = await box.count_ballots(election.id)
        election.closed_at = now()
        await election.save(update_fields=["closed_at"])
        await audit.record(
            actor, "election.closed", f"election:{election.id}", marks=marks, ballots=ballots
        )


async def _for_update(process: ProcessView) -> Election:
    election = await Election.select_for_update().get_or_none(process_id=process.id)
    if election is None or election.locked_at is None:
        raise NeverOpened(_("No vote was opened in this process: there is nothing to close."))
    return election


async def count(process: ProcessView, actor: Actor) -> list[str]:
    """Count every contest, or count it again; tell the digests, which are always the same."""
    process.demand(Action.COUNT)
    election = await get_election(process)
    if election.closed_at is None:
        raise NotClosed(_("The ballot box has to be closed before it is counted."))
    await _demand_enough_marks(election)
    papers = [ballot.content for ballot in await box.read_ballots(election.id)]
    outcomes = await asyncio.to_thread(count_contests, election.contests, election.terms, papers)
    digests = [outcome.digest() for outcome in outcomes]
    differing = await _keep(process, actor, list(zip(election.contests, outcomes, strict=True)))
    if differing:
        raise CountsDiffer(
            _(
                "The recount of {contest} came to another outcome. Call for an audit.",
                contest=differing,
            )
        )
    return digests


async def _demand_enough_marks(election: ElectionView) -> None:
    found = await turnout(election)
    if found.ballots > found.marks:
        raise MoreBallotsThanMarks(
            _(
                "There are {ballots} ballots in the box and only {marks} people voted. Do not"
                " count: call for an audit.",
                ballots=found.ballots,
                marks=found.marks,
            )
        )


async def _keep(
    process: ProcessView, actor: Actor, counted: Sequence[tuple[ContestView, Outcome]]
) -> str:
    """Keep the tallies, or compare with those that are kept; name the contest that differs."""
    async with transaction():
        election = await _for_update(process)
        differing = ""
        for contest, outcome in counted:
            kept = await Tally.get_or_none(contest_id=contest.id)
            if kept is None:
                await _create_tally(contest, outcome)
            elif kept.digest != outcome.digest():
                differing = contest.name
        action = _action(is_first=election.counted_at is None, agrees=not differing)
        if election.counted_at is None:
            election.counted_at = now()
            await election.save(update_fields=["counted_at"])
        digests = {str(contest.id): outcome.digest() for contest, outcome in counted}
        await audit.record(actor, action, f"election:{election.id}", digests=digests)
        return differing


def _action(*, is_first: bool, agrees: bool) -> str:
    if is_first:
        return "election.counted"
    return "election.recounted" if agrees else "election.recount_differed"


async def _create_tally(contest: ContestView, outcome: Outcome) -> None:
    await Tally.create(
        contest_id=contest.id,
        outcome=to_json(outcome),
        digest=outcome.digest(),
        ballots=outcome.voters,
        blank=outcome.blank,
    )


async def analyse(process: ProcessView) -> None:
    """Find out what there is to tell of the counts beyond their outcomes, and keep it beside them.

    It comes after the count, decides nothing and may take a while. What fails is logged and not
    there; counting again is followed by another attempt.
    """
    election = await get_election(process)
    papers = [ballot.content for ballot in await box.read_ballots(election.id)]
    profiles = await asyncio.to_thread(read_profiles, election.contests, election.terms, papers)
    for contest in election.contests:
        try:
            await _analyse(contest, profiles[contest.id])
        except Exception as error:
            # The message of an error may hold what is on a ballot, so the log gets the lines only.
            lines = "".join(traceback.format_tb(error.__traceback__))
            log.error("%s in the analysis of a count\n%s", type(error).__name__, lines)


async def _analyse(contest: ContestView, profile: Profile) -> None:
    tally = await Tally.get(contest_id=contest.id)
    outcome = from_json(tally.outcome)
    found = await asyncio.to_thread(analyse_contest, contest, outcome, profile)
    await Tally.filter(id=tally.id).update(analysis=report.to_json(found))
