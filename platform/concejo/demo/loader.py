"""Load Ciudad Olmeda into empty databases, and know a demo from a real town."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from concejo.accounts.core import Role
from concejo.accounts.models import Account
from concejo.admin.areas.core import AreaDraft
from concejo.admin.areas.services import set_areas
from concejo.admin.calendar.services import set_calendar
from concejo.admin.processes.forms import ProcessForm
from concejo.admin.processes.services import create_process
from concejo.audit.core import SYSTEM
from concejo.audit.services import history, record
from concejo.clock import now, pretend
from concejo.demo.calendar import COUNT_AFTER, TIMEZONE, phases_of
from concejo.demo.content import Story, stories
from concejo.demo.events import Diary, spread
from concejo.demo.follow_up_told import FollowUpStory
from concejo.demo.proposals_told import ProposalStory
from concejo.demo.town import KeepSheets, Town, found_town
from concejo.demo.trustees_told import TrusteesStory
from concejo.demo.vote_told import VoteStory
from concejo.processes.core import Phase, PhaseKind
from concejo.processes.models import Process
from concejo.text import Money

#: How the audit log names the loading of the demo.
SUBJECT = "demo:olmeda"

Phases = dict[PhaseKind, Phase]
#: Awaits each event, and may show how far it has come: is given the events and how many they are.
Watch = Callable[[Iterable[Awaitable[None]], int], Iterable[Awaitable[None]]]


class Found(StrEnum):
    """What the databases hold."""

    NOTHING = "nothing"
    HALF_A_DEMO = "half a demo"
    DEMO = "a demo"
    A_TOWN = "a town"


async def look() -> Found:
    """Say what the databases hold: only what began as a demo is one."""
    done = [entry.action for entry in await history(SUBJECT)]
    if "demo.loaded" in done:
        return Found.DEMO
    if "demo.begun" in done:
        return Found.HALF_A_DEMO
    is_empty = not await Account.exists() and not await Process.exists()
    return Found.NOTHING if is_empty else Found.A_TOWN


async def load(watch: Watch, keep_sheets: KeepSheets) -> None:
    """Let the whole story happen, up to this moment.

    `keep_sheets` is given the shares of every vote that is not counted yet, for whoever visits.
    """
    moment = now()
    today = moment.astimezone(ZoneInfo(TIMEZONE)).date()
    told = [(story, phases_of(story, today)) for story in stories()]
    first = min(phases[PhaseKind.ANNOUNCED].starts_at for _story, phases in told)
    with pretend(first - timedelta(days=7)):
        await record(SYSTEM, "demo.begun", SUBJECT)
        town = await found_town(today, keep_sheets)
    diary = Diary(moment)
    for story, phases in told:
        _tell(diary, town, story, phases)
    for happening in watch(diary.happen(), len(diary)):
        await happening
    await record(SYSTEM, "demo.loaded", SUBJECT, events=len(diary))


def _tell(diary: Diary, town: Town, story: Story, phases: Phases) -> None:
    """Write the story of one process into the diary."""
    announced = phases[PhaseKind.ANNOUNCED].starts_at
    diary.at(announced - timedelta(days=2), partial(_open_process, town, story, phases))
    _tell_proposals(diary, town, story, phases)
    trustees = TrusteesStory(town, story)
    diary.at(announced + timedelta(days=1), trustees.bring_key)
    if "vote" in story.table:
        _tell_vote(diary, VoteStory(town, story, trustees), phases)
    follow_up = FollowUpStory(town, story)
    moment = phases[PhaseKind.FOLLOWING].starts_at + timedelta(hours=9)
    for told in story.table.tables("destinations"):
        moment += timedelta(days=2, minutes=20)
        diary.at(moment, partial(follow_up.decide, told))
    for told in story.table.tables("commitments"):
        moment += timedelta(days=3)
        diary.at(moment, partial(follow_up.write, told))


def _tell_proposals(diary: Diary, town: Town, story: Story, phases: Phases) -> None:
    proposing, valuing = phases[PhaseKind.PROPOSING], phases[PhaseKind.VALUING]
    count = len(story.ideas)
    until = min(proposing.ends_at, diary.moment) - timedelta(hours=30)
    written = spread(proposing.starts_at, until, count)
    valued = spread(valuing.starts_at, min(valuing.ends_at, diary.moment), count)
    for idea, written_at, valued_at in zip(story.ideas, written, valued, strict=True):
        ProposalStory(town, story, idea, phases).tell(diary, written_at, valued_at)


def _tell_vote(diary: Diary, vote: VoteStory, phases: Phases) -> None:
    voting = phases[PhaseKind.VOTING]
    diary.at(phases[PhaseKind.ANNOUNCED].starts_at + timedelta(days=1), vote.prepare)
    diary.at(voting.starts_at + timedelta(seconds=20), vote.open)
    for moment in spread(voting.starts_at, min(voting.ends_at, diary.moment), vote.batches):
        diary.at(moment, vote.cast)
    if vote.is_counted:
        counting = phases[PhaseKind.COUNTING].starts_at
        diary.at(counting + timedelta(days=COUNT_AFTER, hours=10), vote.count)


async def _open_process(town: Town, story: Story, phases: Phases) -> None:
    table, actor = story.table, town.staff(Role.ADMINISTRATOR).actor
    form = ProcessForm(
        title=table.text("title"),
        slug=story.slug,
        summary=table.text("summary"),
        description=table.text("description"),
        timezone=TIMEZONE,
        currency="EUR",
        minimum_age=table.number("minimum_age", 16),
        roll_id=town.roll_id,
    )
    process = await create_process(actor, form)
    city = story.areas[0][0]
    areas = [
        AreaDraft(code, "" if code == city else city, name, Money(euros * 100, "EUR"))
        for code, name, euros in story.areas
    ]
    await set_areas(process.id, actor, areas)
    town.processes[story.slug] = await set_calendar(process.id, actor, list(phases.values()))
