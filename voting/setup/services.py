"""Prepare an election, lock it when the vote opens, and find it again.

See “setup” in voting/README.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from concejo.audit import services as audit
from concejo.audit.core import SYSTEM, Actor
from concejo.db import dialect, execute, fetch, transaction
from concejo.errors import Invalid, NotFound, Refused
from concejo.processes.core import Action
from concejo.processes.services import ProcessView, hold_process, list_processes
from concejo.text import _
from voting.box.gate.services import box
from voting.core.ballots import BallotForm
from voting.core.outcome import RuleSpec
from voting.core.protocol.manifest import Manifest
from voting.core.ties import TieKey, Ties
from voting.models import Contest, Election, Project
from voting.setup.core import (
    DEFAULT,
    ContestDraft,
    ContestView,
    ProjectView,
    Terms,
    dump_form,
    dump_rule,
    dump_ties,
    faults,
    joined,
    load_conflicts,
    load_form,
    load_quotas,
    load_rule,
    load_ties,
)
from voting.setup.locking.services import Opening, lock_up
from voting.setup.office_key.services import keep_office_key
from voting.setup.seal_key.services import find_seal_key
from voting.setup.snapshot.services import draft_contests


class Locked(Refused):
    """The vote has opened: nothing that decides it changes any more."""


class VoteClosed(Refused):
    """The electoral board has closed the box."""


@dataclass(frozen=True)
class ElectionView:
    """An election as the other rooms see it; its contests are empty until it is locked."""

    id: int
    uid: str
    process: ProcessView
    terms: Terms
    contests: tuple[ContestView, ...]
    manifest: str
    manifest_hash: str
    eligible: int
    opened_on: date | None
    locked_at: datetime | None
    closed_at: datetime | None
    counted_at: datetime | None

    @cached_property
    def protocol(self) -> Manifest:
        """Give the manifest as the protocol reads it."""
        return read_manifest(self.manifest)

    @property
    def is_open(self) -> bool:
        """Say whether ballots are taken now."""
        is_ready = self.locked_at is not None and self.closed_at is None
        return is_ready and self.process.may(Action.VOTE)

    def contest(self, contest_id: int) -> ContestView:
        """Give one of the contests."""
        for contest in self.contests:
            if contest.id == contest_id:
                return contest
        raise NotFound(_("There is no such contest in this vote."))


@lru_cache(maxsize=64)
def read_manifest(text: str) -> Manifest:
    """Read a manifest, which never changes, once."""
    return Manifest.read(text)


async def prepare(
    process_id: int,
    actor: Actor,
    ballot_form: BallotForm,
    rule: RuleSpec,
    ties: Sequence[TieKey],
    lot_seed: str = "",
) -> None:
    """Decide what a ballot may be, how it is counted and how ties break, until the vote opens."""
    terms = Terms(ballot_form, rule, Ties(tuple(ties), lot_seed))
    reasons = faults(terms)
    if reasons:
        raise Invalid({"": joined(reasons)})
    async with transaction():
        process = await hold_process(process_id)
        election = await _for_update(process_id)
        if election.locked_at is not None:
            raise Locked(_("The rule is locked: the vote has opened."))
        process.demand(Action.SET_RULE)
        _write_terms(election, terms)
        await election.save(update_fields=["ballot_form", "rule", "ties", "lot_seed"])
        await audit.record(
            actor,
            "election.prepared",
            f"election:{election.id}",
            ballot_form=election.ballot_form,
            rule=election.rule,
            ties=election.ties,
        )


def _write_terms(election: Election, terms: Terms) -> None:
    election.ballot_form = dump_form(terms.form)
    election.rule = dump_rule(terms.rule)
    election.ties = dump_ties(terms.ties)
    election.lot_seed = terms.ties.seed


async def _for_update(process_id: int) -> Election:
    """Give the election of a process, made with the defaults if need be, for this transaction."""
    await execute(
        "INSERT INTO election (process_id, ballot_form, rule, ties, lot_seed, manifest,"
        " manifest_hash, eligible) VALUES (?, ?, ?, ?, '', '', '', 0) ON CONFLICT DO NOTHING",
        process_id,
        dump_form(DEFAULT.form),
        dump_rule(DEFAULT.rule),
        dump_ties(DEFAULT.ties),
    )
    return await Election.select_for_update().get(process_id=process_id)


async def open_due() -> None:
    """Lock and open every election whose voting phase has begun."""
    for process in await list_processes():
        await open_if_due(process)


async def open_if_due(process: ProcessView) -> None:
    """Lock and open the election of one process, if its voting phase has begun.

    `process` may be a moment old: what is locked is read again, once nobody can change it. A vote
    to whose ballots there is no seal key does not open.
    """
    if not process.may(Action.VOTE) or await is_locked(process.id):
        return
    # A box in another house is asked before anything is held: it may not answer.
    await box().greet()
    async with transaction():
        present = await hold_process(process.id)
        election = await _for_update(process.id)
        contests = await draft_contests(present)
        seal_key = await find_seal_key(process.id)
        is_due = election.locked_at is None and present.may(Action.VOTE)
        if is_due and contests and seal_key is not None:
            await lock_up(election, present, _terms(election), Opening(contests, seal_key))


async def lock(process: ProcessView, terms: Terms, contests: Sequence[ContestDraft]) -> None:
    """Lock an election with contests that come from elsewhere, sealed to the office's own key."""
    async with transaction():
        election = await _for_update(process.id)
        if election.locked_at is not None:
            raise Locked(_("The rule is locked: the vote has opened."))
        await keep_office_key(process.id, SYSTEM)
        seal_key = await find_seal_key(process.id)
        assert seal_key is not None, "it was kept just now"
        _write_terms(election, terms)
        await lock_up(election, process, terms, Opening(contests, seal_key))


async def is_locked(process_id: int) -> bool:
    """Say whether the vote of a process has opened, so that nothing about it changes."""
    return await Election.filter(process_id=process_id, locked_at__isnull=False).exists()


async def find_election(process: ProcessView) -> ElectionView | None:
    """Give the election of a process with all that stands in it, or None."""
    row = await Election.get_or_none(process_id=process.id)
    if row is None:
        return None
    contests = await Contest.filter(election_id=row.id).order_by("position")
    projects = await Project.filter(election_id=row.id).order_by("position")
    return ElectionView(
        id=row.id,
        uid=row.uid,
        process=process,
        terms=_terms(row),
        contests=tuple(_contest(contest, projects) for contest in contests),
        manifest=row.manifest,
        manifest_hash=row.manifest_hash,
        eligible=row.eligible,
        opened_on=row.opened_on,
        locked_at=row.locked_at,
        closed_at=row.closed_at,
        counted_at=row.counted_at,
    )


async def get_election(process: ProcessView) -> ElectionView:
    """Give the election of a process, which has one."""
    election = await find_election(process)
    if election is None:
        raise NotFound(_("This process has no vote yet."))
    return election


async def hold_open(election_id: int) -> None:
    """Keep the box from being closed until the transaction ends; refuse when it was closed."""
    share = " FOR SHARE" if dialect() == "postgres" else ""
    rows = await fetch(f"SELECT closed_at FROM election WHERE id = ?{share}", election_id)
    if not rows or rows[0]["closed_at"] is not None:
        raise VoteClosed(_("The vote is over: the electoral board has closed the ballot box."))


def _terms(row: Election) -> Terms:
    return Terms(load_form(row.ballot_form), load_rule(row.rule), load_ties(row.ties))


def _contest(row: Contest, projects: Sequence[Project]) -> ContestView:
    return ContestView(
        id=row.id,
        area_code=row.area_code,
        is_citywide=row.is_citywide,
        name=row.name,
        budget=row.budget,
        currency=row.currency,
        projects=tuple(
            ProjectView(
                project.id,
                project.proposal_id,
                project.code,
                project.name,
                project.summary,
                project.cost,
            )
            for project in projects
            if project.contest_id == row.id
        ),
        conflicts=load_conflicts(row.conflicts),
        quotas=load_quotas(row.quotas),
    )
