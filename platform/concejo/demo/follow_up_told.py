"""What became of the results: destinations, and the draft commitment that two of them feed."""

from datetime import date, timedelta

from concejo.accounts.core import Role
from concejo.clock import now
from concejo.commitments import services
from concejo.commitments.core.draft import Draft, Step
from concejo.commitments.drafts.forms import DraftForm, typed_of
from concejo.commitments.drafts.services import get_draft, save
from concejo.commitments.forms import DestinationForm
from concejo.demo.content import Story, Table
from concejo.demo.town import Town
from concejo.processes.services import ProcessView

#: What the form asks for, as the story names it.
FIELDS = (
    "kind",
    "responsible_body",
    "budget_line",
    "note",
    "cause",
    "reason",
    "deciding_body",
    "transparency",
    "participation",
    "accountability",
)


class FollowUpStory:
    """What the contact point did in one process."""

    def __init__(self, town: Town, story: Story) -> None:
        self.town = town
        self.story = story

    @property
    def process(self) -> ProcessView:
        """Give the process."""
        return self.town.processes[self.story.slug]

    async def decide(self, told: Table) -> None:
        """Give one result its destination."""
        overview = await services.get_overview(self.process)
        proposal = self.town.proposals[self.story.slug, told.text("project")]
        winner = next(r.winner for r in overview.results if r.winner.proposal_id == proposal)
        typed: dict[str, object] = {name: told.text(name) for name in FIELDS}
        typed["due_on"] = _day(told.number("days")) if "days" in told else ""
        if "joins" in told:
            typed["commitment"] = self.town.commitments[self.story.slug, told.text("joins")]
        if "opens" in told:
            typed["title"] = self._told_draft(told.text("opens")).text("title")
        form = DestinationForm.parse(typed, now().date())
        contact = self.town.staff(Role.CONTACT_POINT)
        await services.decide(contact, self.process, winner.project_id, form)
        if "opens" in told:
            result = await services.get_result(self.process, winner.project_id)
            assert result.destination is not None
            assert result.destination.commitment is not None
            key = (self.story.slug, told.text("opens"))
            self.town.commitments[key] = result.destination.commitment[0]

    async def write(self, told: Table) -> None:
        """Write the draft as far as the story goes; the reasons of its values are there already."""
        number = self.town.commitments[self.story.slug, told.text("key")]
        view = await get_draft(self.process.id, number)
        draft = Draft(
            title=told.text("title"),
            problem=told.text("problem"),
            solution=told.text("solution"),
            expected_results=told.text("expected_results"),
            lead_body=told.text("lead_body"),
            contact=told.text("contact"),
            transparency=view.draft.transparency,
            participation=view.draft.participation,
            accountability=view.draft.accountability,
            starts_on=_on(told, "starts_in"),
            ends_on=_on(told, "ends_in"),
            steps=tuple(_step(step) for step in told.tables("steps")),
        )
        form = DraftForm.parse(typed_of(draft) | {"version": view.version})
        await save(self.town.staff(Role.CONTACT_POINT), self.process, number, form)

    def _told_draft(self, key: str) -> Table:
        told = self.story.table.tables("commitments")
        return next(draft for draft in told if draft.text("key") == key)


def _step(told: Table) -> Step:
    return Step(
        title=told.text("title"),
        product=told.text("product"),
        responsible=told.text("responsible"),
        starts_on=_on(told, "starts_in"),
        due_on=_on(told, "due_in"),
    )


def _on(told: Table, name: str) -> date | None:
    return now().date() + timedelta(days=told.number(name)) if name in told else None


def _day(days: int) -> str:
    return (now().date() + timedelta(days=days)).isoformat()
