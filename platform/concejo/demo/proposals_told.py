"""How the proposals of a process came about: written, moderated, discussed, supported, valued."""

from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from random import Random

from concejo.accounts.core import Role
from concejo.demo import pictures
from concejo.demo.content import Story, Table
from concejo.demo.events import Diary, spread
from concejo.demo.town import Town
from concejo.moderation.core import Verdict
from concejo.processes.core import Phase, PhaseKind
from concejo.processes.services import ProcessView
from proposals.core.status import Status
from proposals.curation.forms import DecisionForm
from proposals.curation.services import decide
from proposals.drafts.forms import ProposalForm
from proposals.drafts.services import start_draft, submit, withdraw
from proposals.images.core import Picture
from proposals.images.services import recode_all
from proposals.services import find_proposal
from proposals.support.services import give
from proposals.threads.curation.services import decide as hide_or_show
from proposals.threads.forms import CommentForm
from proposals.threads.services import say
from proposals.valuation.forms import ValuationForm
from proposals.valuation.services import value

VERDICTS = {
    "returned": Verdict.RETURNED,
    "rejected": Verdict.REJECTED,
}
#: The longest that a thread is lively after the proposal was admitted, or the result published.
LIVELY = timedelta(days=9)


class ProposalStory:
    """One proposal and what became of it."""

    def __init__(
        self, town: Town, story: Story, idea: Table, phases: dict[PhaseKind, Phase]
    ) -> None:
        self.town = town
        self.story = story
        self.idea = idea
        self.phases = phases
        self.status = Status(idea.text("status", "admitted"))
        self.said: list[int] = []

    @property
    def process(self) -> ProcessView:
        """Give the process."""
        return self.town.processes[self.story.slug]

    @property
    def id(self) -> int:
        """Give the number that the proposal got."""
        return self.town.proposals[self.story.slug, self.idea.text("key")]

    def tell(self, diary: Diary, written_at: datetime, valued_at: datetime) -> None:
        """Write down everything that happened to it."""
        diary.at(written_at, self.write)
        if self.status is Status.DRAFT:
            return
        diary.at(written_at + timedelta(hours=1), self.submit)
        admitted_at = written_at + timedelta(hours=14)
        if self.status is Status.SUBMITTED:
            return
        diary.at(admitted_at, self.moderate)
        diary.at(admitted_at + timedelta(hours=8), self.support)
        self._tell_thread(diary, admitted_at)
        if self.status is Status.WITHDRAWN:
            diary.at(admitted_at + timedelta(days=3), self.withdraw)
        if "valuation" in self.idea:
            diary.at(valued_at, self.value)

    def _tell_thread(self, diary: Diary, admitted_at: datetime) -> None:
        remarks = list(enumerate(self.idea.tables("comments")))
        early = [pair for pair in remarks if "late" not in pair[1]]
        late = [pair for pair in remarks if "late" in pair[1]]
        begins = self.phases[self.story.phase].starts_at
        for start, chosen in ((admitted_at, early), (begins, late)):
            until = min(diary.moment, start + LIVELY)
            moments = spread(start, until, len(chosen))
            for moment, (number, remark) in zip(moments, chosen, strict=True):
                diary.at(moment, partial(self.say, number, remark))
                if "hidden" in remark:
                    hidden_at = moment + timedelta(hours=5)
                    diary.at(hidden_at, partial(self.hide, number, remark.text("hidden")))

    async def write(self) -> None:
        """Write it as a draft."""
        idea, process = self.idea, self.process
        area = next(area for area in process.areas if area.code == idea.text("area"))
        typed: dict[str, object] = {
            "title": idea.text("title"),
            "summary": idea.text("summary"),
            "text": idea.text("text"),
            "place": idea.text("place"),
            "cost_guess": idea.text("cost"),
            "area": str(area.id),
        }
        if "image" in idea:
            scene, description = (str(item) for item in idea.items("image"))
            typed["picture-1"] = await _picture(scene)
            typed["new-description-1"] = description
        form = ProposalForm.parse(typed, process)
        key = (self.story.slug, idea.text("key"))
        author = self.town.people[idea.text("author")]
        draft_key = sha256("/".join(key).encode()).hexdigest()[:32]
        self.town.proposals[key] = await start_draft(author, process, form, draft_key)

    async def submit(self) -> None:
        """Hand it in."""
        await submit(self.town.people[self.idea.text("author")], self.process, self.id)

    async def moderate(self) -> None:
        """Let the moderator decide."""
        verdict = VERDICTS.get(self.status, Verdict.ADMITTED)
        form = DecisionForm(verdict, self.idea.text("reason"), 1)
        await decide(self.town.staff(Role.MODERATOR), self.process, self.id, form)

    async def withdraw(self) -> None:
        """Take it back."""
        await withdraw(self.town.people[self.idea.text("author")], self.process, self.id)

    async def support(self) -> None:
        """Let neighbours back it: always the same ones."""
        chance = Random(f"{self.story.slug} {self.idea.text('key')}")
        for neighbour in chance.sample(self.town.neighbours, self.idea.number("supports")):
            await give(neighbour.visitor, self.process, self.id)

    async def say(self, number: int, remark: Table) -> None:
        """Say something about it; `to` counts the remarks from 1."""
        assert number == len(self.said), "remarks are said in their order"
        parent = self.said[remark.number("to") - 1] if "to" in remark else None
        form = CommentForm.parse(
            {"text": remark.text("text"), "stance": remark.text("stance")},
            is_answer=parent is not None,
        )
        speaker = self.town.people[remark.text("by")]
        self.said.append(await say(speaker, self.process, self.id, form, parent))

    async def hide(self, number: int, reason: str) -> None:
        """Let the moderator hide a remark, saying why."""
        moderator = self.town.staff(Role.MODERATOR)
        proposal = await find_proposal(self.process, self.id, moderator)
        form = DecisionForm(Verdict.HIDDEN, reason, 1)
        await hide_or_show(moderator, self.process, proposal, self.said[number], form)

    async def value(self) -> None:
        """Let the technical office judge it."""
        found = self.idea.table("valuation")
        is_feasible = "feasible" not in found
        typed = {
            "is_competent": "no" if "competent" in found else "yes",
            "competent_body": found.text("body"),
            "is_feasible": "yes" if is_feasible else "no",
            "cost": found.text("cost"),
            "reasons": found.text("reasons"),
            "revision": "0",
        }
        area = next(a for a in self.process.areas if a.code == self.idea.text("area"))
        form = ValuationForm.parse(typed, area)
        await value(self.town.staff(Role.TECHNICIAN), self.process, self.id, form)


async def _picture(scene: str) -> Picture:
    made = await recode_all({scene: pictures.draw(scene)})
    picture = made[scene]
    assert isinstance(picture, Picture), picture
    return picture
