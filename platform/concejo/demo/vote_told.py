"""How a demo vote went: prepared, opened, cast ballot by ballot, closed and counted."""

from random import Random
from secrets import token_bytes

from concejo.accounts.core import Role
from concejo.demo.content import Story
from concejo.demo.town import Neighbour, Town
from concejo.demo.trustees_told import TrusteesStory
from concejo.processes.services import ProcessView
from voting.core.ballots import Ballot, BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.core.protocol.code import SEED_BYTES
from voting.core.ties import TieKey
from voting.duties.table.services import CLOSE, COUNT
from voting.services import (
    ElectionView,
    Paper,
    analyse,
    cast,
    get_election,
    open_due,
    prepare,
)
from voting.setup.core import ContestView

#: So many voters cast their ballots in one event.
BATCH = 20
#: Voters who take part in a district's contest beyond those with a choice, and leave it blank.
BLANK = 2


class VoteStory:
    """The vote of one process. Which choices are cast is written; who casts which, chance says."""

    def __init__(self, town: Town, story: Story, trustees: TrusteesStory) -> None:
        self.town = town
        self.story = story
        self.trustees = trustees
        self.told = story.table.table("vote")
        self.chance = Random(story.slug)
        self.voters: list[Neighbour] = []
        self.hands: dict[str, list[list[str]]] = {}

    @property
    def process(self) -> ProcessView:
        """Give the process."""
        return self.town.processes[self.story.slug]

    @property
    def batches(self) -> int:
        """Tell in how many events the ballots are cast."""
        return -(-self.told.number("voters") // BATCH)

    async def prepare(self) -> None:
        """Decide what a ballot may be and how it is counted."""
        kind = Kind(self.told.text("kind"))
        ties = self.told.text("ties", "cheapest published_order").split()
        longest = 3 if kind is Kind.APPROVAL else None
        await prepare(
            self.process.id,
            self.town.staff(Role.ADMINISTRATOR).actor,
            BallotForm(kind, max_length=longest, allows_blank=True),
            RuleSpec(self.told.text("rule")),
            [TieKey(key) for key in ties],
            self.told.text("seed"),
        )

    async def open(self) -> None:
        """Open what is due, and hand out what is going to be voted."""
        await open_due()
        ballots = self.told.table("ballots")
        for area in ballots.names():
            groups = [(int(str(times)), str(keys)) for times, keys in _pairs(ballots.items(area))]
            self.hands[area] = [keys.split() for times, keys in groups for _n in range(times)]
            self.chance.shuffle(self.hands[area])
        self.voters = self._choose_voters(self.told.number("voters"))

    def _choose_voters(self, wanted: int) -> list[Neighbour]:
        """Choose who votes: in each district with a contest as many as have a choice there."""
        oldest = self.process.phases[-1].ends_at.year - self.process.minimum_age - 5
        grown = [n for n in self.town.neighbours if n.birth_date.year < oldest]
        chosen: list[Neighbour] = []
        for area, hands in self.hands.items():
            living = [n for n in grown if n.area == area]
            if living:
                chosen += self.chance.sample(living, len(hands) + BLANK)
        elsewhere = [n for n in grown if n.area not in self.hands]
        chosen += self.chance.sample(elsewhere, wanted - len(chosen))
        self.chance.shuffle(chosen)
        return chosen

    async def cast(self) -> None:
        """Cast the next ballots."""
        election = await get_election(self.process)
        for voter in self.voters[:BATCH]:
            choices = {
                contest.id: self._ballot(election, contest)
                for contest in election.contests
                if contest.is_citywide or contest.area_code == voter.area
            }
            await cast(election, voter.person_id, Paper(choices, token_bytes(SEED_BYTES), 1))
        del self.voters[:BATCH]

    def _ballot(self, election: ElectionView, contest: ContestView) -> Ballot:
        hands = self.hands.get(contest.area_code, [])
        keys = hands.pop() if hands else []
        wanted = {self.town.proposals[self.story.slug, key] for key in keys}
        codes = [project.code for project in contest.projects if project.proposal_id in wanted]
        assert len(codes) == len(keys), keys
        return Ballot.of(election.terms.form.kind, codes)

    async def count(self) -> None:
        """Let the board close, the trustees open, the board count; tell what there is beyond."""
        await self.town.resolve(self.process, CLOSE, {})
        await self.trustees.open_ballots()
        await self.town.resolve(self.process, COUNT, {})
        await analyse(self.process)

    @property
    def is_counted(self) -> bool:
        """Say whether the count is part of the story."""
        return self.trustees.have_opened


def _pairs(items: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [(times, keys) for times, keys in items]
