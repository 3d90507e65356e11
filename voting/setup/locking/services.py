"""Lock an election: freeze the roll, make the issuing keys, write the manifest, open the box.

See “setup” in voting/README.md.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from hashlib import sha256, sha384
from pathlib import Path
from secrets import token_bytes
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from concejo import settings
from concejo.audit import services as audit
from concejo.audit.core import SYSTEM
from concejo.clock import now
from concejo.processes.core import ALLOWED, Action, Phase
from concejo.processes.services import ProcessView
from concejo.roll import services as roll
from voting.box.gate.services import box, set_up
from voting.core.protocol.contests import Contest
from voting.core.protocol.manifest import Manifest
from voting.core.protocol.parties import Style as KeyedStyle
from voting.core.protocol.parties import Trustees
from voting.core.protocol.plain import pad_of
from voting.core.protocol.roll import write_before
from voting.core.rules import settled
from voting.credentials.keys import services as issuing
from voting.credentials.lines import services as lines
from voting.credentials.lines.services import Entrant
from voting.models import Election
from voting.setup.core import ContestDraft, Terms, styles_of
from voting.setup.core.witnesses import read_witnesses
from voting.setup.seal_key.core import SealKey
from voting.setup.snapshot.services import write_contest

#: Whoever has a credential may still cast it so long after the last one was given.
GRACE = timedelta(minutes=15)
#: Whom the manifest names as witnesses; a setting that cannot be read stops the program at once.
WITNESSES = read_witnesses(settings.WITNESSES)
VOTING = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Opening:
    """What an election is locked with, beside its terms."""

    contests: Sequence[ContestDraft]
    seal_key: SealKey

    @cached_property
    def in_protocol(self) -> tuple[Contest, ...]:
        """Give the contests as they stand in the manifest."""
        return tuple(contest.to_protocol() for contest in self.contests)


@dataclass(frozen=True)
class _Made:
    """What is made when an election is locked: its name, its styles with their keys, its roll."""

    uid: bytes
    styles: tuple[KeyedStyle, ...]
    entrants: Sequence[Entrant]

    @property
    def roll_hash(self) -> bytes:
        """Give the hash of the roll as it is published at the opening."""
        before = write_before(entrant.public(self.uid) for entrant in self.entrants)
        return sha256(before.encode()).digest()


async def lock_up(election: Election, process: ProcessView, terms: Terms, opening: Opening) -> None:
    """Lock an election within the caller's transaction."""
    day, uid = _day(process, _hours(process)[0]), token_bytes(32)
    people = await roll.list_eligible(process.roll_id, day, process.minimum_age)
    styles, placed = styles_of(opening.contests, people)
    keys = await asyncio.to_thread(lambda: [issuing.make_key() for _style in styles])
    keyed = tuple(
        KeyedStyle(style.name, key.public, style.contests)
        for style, key in zip(styles, keys, strict=True)
    )
    made = _Made(uid, keyed, lines.salted(placed))
    board_key = await box().prepare(uid)
    manifest = _manifest(process, terms, opening, made, board_key)
    await _keep(election, manifest, opening.contests, made.entrants)
    issuing.keep(uid, keys)
    await box().open_box(election.manifest)


async def _keep(
    election: Election,
    manifest: Manifest,
    contests: Sequence[ContestDraft],
    entrants: Sequence[Entrant],
) -> None:
    election.manifest, election.manifest_hash = manifest.write(), manifest.fingerprint
    election.uid, election.eligible = manifest.election_id.hex(), len(entrants)
    election.opened_on, election.locked_at = manifest.opened_on, now()
    for position, contest in enumerate(contests):
        await write_contest(election.id, contest, position)
    await lines.enrol(election.id, entrants)
    await election.save()
    await audit.record(
        SYSTEM, "election.opened", f"election:{election.id}", manifest=election.manifest_hash
    )


def _manifest(
    process: ProcessView, terms: Terms, opening: Opening, made: _Made, board_key: bytes
) -> Manifest:
    opens, closes = _hours(process)
    return Manifest(
        election_id=made.uid,
        process=process.slug,
        opened_on=_day(process, opens),
        eligible=len(made.entrants),
        origin=f"{urlsplit(settings.BOX_URL).hostname}/vote/{made.uid.hex()[:16]}",
        opens=int(opens.timestamp()),
        issue_closes=int(closes.timestamp()),
        cast_closes=int((closes + GRACE).timestamp()),
        styles=made.styles,
        contests=opening.in_protocol,
        form=terms.form,
        rule=settled(terms.rule),
        ties=terms.ties,
        pad=_pad(terms, made.styles, opening.in_protocol),
        seal_pk=bytes.fromhex(opening.seal_key.seal_pk),
        trustees=_trustees(opening.seal_key),
        board_key=board_key,
        witnesses=WITNESSES,
        roll_hash=made.roll_hash,
        setup=set_up(),
        client_sha384=client_hash(),
        verifier_sha256=sha256((VOTING / "verify.py").read_bytes()).digest(),
    )


def _hours(process: ProcessView) -> tuple[datetime, datetime]:
    """Give when the vote opens and when, as planned, nobody gets a credential any more."""
    phase = voting_phase(process)
    opens = phase.starts_at if phase else now()
    return opens, phase.ends_at if phase else opens + timedelta(seconds=1)


def _pad(terms: Terms, styles: Sequence[KeyedStyle], contests: Sequence[Contest]) -> int:
    by_id = {contest.id: contest for contest in contests}
    return pad_of(terms.form, [[by_id[name] for name in style.contests] for style in styles])


def _trustees(key: SealKey) -> Trustees:
    return Trustees(key.k, key.n, tuple(bytes.fromhex(one) for one in key.share_hashes))


@cache
def client_hash() -> bytes:
    """Give the SHA-384 of the program that prepares ballots in a browser, as it is served."""
    return sha384((settings.STATIC / "vendor" / "vote.js").read_bytes()).digest()


def voting_phase(process: ProcessView) -> Phase | None:
    """Give the phase in which a process is voted in, or None where its calendar has none."""
    return next((phase for phase in process.phases if Action.VOTE in ALLOWED[phase.kind]), None)


def _day(process: ProcessView, moment: datetime) -> date:
    """Give the day of a moment on the municipality's calendar."""
    return moment.astimezone(ZoneInfo(process.timezone)).date()
