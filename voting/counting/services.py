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
from voting.box.gate.services import box
from voting.core.analysis import report
from voting.core.outcome import Outcome, from_json, to_json
from voting.core.profile import Profile
from voting.counting.core import Sorted, analyse_contest, count_contests, sort_papers
from voting.counting.opening import services as opening
from voting.credentials import services as credentials
from voting.models import Election, Tally
from voting.paper import services as paper
from voting.setup.core import ContestView
from voting.setup.services import ElectionView, get_election

log = logging.getLogger("concejo")


class NeverOpened(Refused):
    """No vote was held, so there is nothing to close."""


class NotClosed(Refused):
    """The box must be closed before it is counted."""


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
    ballots = 0
    if election.counted_at is not None:
        # The results stand here, whether or not a box in another house still answers.
        ballots = await opening.count_taken(election) + await paper.count_sheets(election.id)
    elif election.closed_at is not None and election.uid:
        ballots = await box().count_counting(election.protocol.election_id)
        ballots += await paper.count_sheets(election.id)
    return Turnout(await credentials.turnout(election.id), ballots, election.eligible)


async def close(process: ProcessView, actor: Actor) -> None:
    """Close the box: no ballot comes in any more, and the marks are fixed on the board.

    Whatever is interrupted is gone on with by closing again. While a box in another house does not
    answer, nothing is begun.
    """
    await box().greet()
    async with transaction():
        # The calendar may have been changed since the page was read: the vote may go on.
        (await hold_process(process.id)).demand(Action.COUNT)
        election = await _for_update(process)
        if election.closed_at is None:
            election.closed_at = now()
            await election.save(update_fields=["closed_at"])
            marks = await credentials.turnout(election.id)
            await audit.record(actor, "election.closed", f"election:{election.id}", marks=marks)
    # After the commit: from here on nobody is marked any more, so that no mark lacks its key.
    await opening.seal_off(await get_election(process))


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
    await opening.open_with_office_key(election, actor)
    found = list((await sort_ballots(election)).values())
    outcomes = await asyncio.to_thread(count_contests, election.contests, election.terms, found)
    digests = [outcome.digest() for outcome in outcomes]
    counted = [
        Counted(contest, outcome, one.null)
        for contest, outcome, one in zip(election.contests, outcomes, found, strict=True)
    ]
    differing = await _keep(process, actor, counted)
    if differing:
        raise CountsDiffer(
            _(
                "The recount of {contest} came to another outcome. Call for an audit.",
                contest=differing,
            )
        )
    return digests


@dataclass(frozen=True)
class Counted:
    """The count of one contest: its outcome, and how many ballots were null."""

    contest: ContestView
    outcome: Outcome
    null: int


async def sort_ballots(election: ElectionView) -> dict[int, Sorted]:
    """Sort the opened ballots and the sheets of an election by contest, in their order."""
    papers = await opening.list_papers(election)
    found = await asyncio.to_thread(
        sort_papers, election.contests, election.terms, election.protocol.styles, papers
    )
    return {contest.id: one for contest, one in zip(election.contests, found, strict=True)}


async def _keep(process: ProcessView, actor: Actor, counted: Sequence[Counted]) -> str:
    """Keep the tallies, or compare with those that are kept; name the contest that differs."""
    async with transaction():
        election = await _for_update(process)
        differing = ""
        for one in counted:
            kept = await Tally.get_or_none(contest_id=one.contest.id)
            if kept is None:
                await _create_tally(one)
            elif (kept.digest, kept.null_votes) != (one.outcome.digest(), one.null):
                differing = one.contest.name
        action = _action(is_first=election.counted_at is None, agrees=not differing)
        if election.counted_at is None:
            election.counted_at = now()
            await election.save(update_fields=["counted_at"])
        digests = {str(one.contest.id): one.outcome.digest() for one in counted}
        await audit.record(actor, action, f"election:{election.id}", digests=digests)
        return differing


def _action(*, is_first: bool, agrees: bool) -> str:
    if is_first:
        return "election.counted"
    return "election.recounted" if agrees else "election.recount_differed"


async def _create_tally(one: Counted) -> None:
    await Tally.create(
        contest_id=one.contest.id,
        outcome=to_json(one.outcome),
        digest=one.outcome.digest(),
        ballots=one.outcome.voters,
        blank=one.outcome.blank,
        null_votes=one.null,
    )


async def analyse(process: ProcessView) -> None:
    """Find out what there is to tell of the counts beyond their outcomes, and keep it beside them.

    It comes after the count, decides nothing and may take a while. What fails is logged and not
    there; counting again is followed by another attempt.
    """
    election = await get_election(process)
    found = await sort_ballots(election)
    for contest in election.contests:
        try:
            await _analyse(contest, found[contest.id].profile)
        except Exception as error:
            # The message of an error may hold what is on a ballot, so the log gets the lines only.
            lines = "".join(traceback.format_tb(error.__traceback__))
            log.error("%s in the analysis of a count\n%s", type(error).__name__, lines)


async def _analyse(contest: ContestView, profile: Profile) -> None:
    tally = await Tally.get(contest_id=contest.id)
    outcome = from_json(tally.outcome)
    found = await asyncio.to_thread(analyse_contest, contest, outcome, profile)
    await Tally.filter(id=tally.id).update(analysis=report.to_json(found))
