"""Whatever happens in whatever order, per style the keys, the marks and the sheets add up."""

import itertools
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concejo.accounts.core import Visitor
from concejo.audit.core import SYSTEM
from concejo.db import transaction
from concejo.errors import Refused
from concejo.processes.core import PhaseKind
from concejo.roll.models import Roll
from tests.people import make_process
from tests.voting.attacks.hands import Hand, seed_of
from tests.voting.elections import make_voter, new_secret, open_election, reopen
from tests.voting.elections import request_of as digest_of
from voting.booth import services as booth
from voting.box import services as box
from voting.box.core import Sent
from voting.core.protocol.client import Voter
from voting.core.protocol.counted import Counted, tell_apart
from voting.core.protocol.leaves import VOID, hash_of, read_ballot_leaf
from voting.core.protocol.openings import SheetLine
from voting.core.protocol.roll import State
from voting.counting.opening.core import find_excess
from voting.counting.opening.services import read_board
from voting.counting.services import close
from voting.credentials import services as credentials
from voting.credentials.keys import services as issuing
from voting.credentials.lines import services as lines
from voting.credentials.services import How
from voting.setup.services import ElectionView, get_election, hold_open

AREAS = ("D01", "D02", "D01", "D02")
ENVELOPES = 2
_slugs = itertools.count()


class PowerCut(Exception):
    """The machine dies here."""


@dataclass
class Town:
    """A vote, four people of two styles, and what those who were answered remember."""

    election: ElectionView
    people: list[int]
    styles: list[int]
    envelopes: dict[int, list[Hand]]
    holding: dict[int, Hand] = field(default_factory=dict)
    keys: dict[int, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    told: set[bytes] = field(default_factory=set)
    sheets: Counter[int] = field(default_factory=Counter)

    async def issue(self, at: int, which: int = 0, *, is_answered: bool = True) -> None:
        """Ask for a credential; without an answer the mark stands and the voter knows nothing."""
        voter = await booth.find_voter(self.election, self.people[at])
        style, protocol = self.styles[at], self.election.protocol
        hand = Voter(seed_of(self.people[at], which), protocol.election_id)
        answer = await booth.issue(self.election, voter, hand.request(style, protocol.keys[style]))
        self.keys[style].add(hand.pk)
        if is_answered:
            credential = hand.credential(style, protocol.keys[style], answer)
            self.holding[at] = Hand(self.election, self.people[at], hand, style, credential)

    async def issue_unanswered(self, at: int) -> None:
        """Die after the mark was committed."""
        await self.issue(at, is_answered=False)

    async def issue_with_another_seed(self, at: int) -> None:
        """Try for a second credential."""
        await self.issue(at, which=1)

    async def issue_cut(self, at: int) -> None:
        """Die before the mark is committed."""
        with suppress(PowerCut):
            async with transaction():
                request = digest_of(self.election, new_secret(), self.styles[at])
                await credentials.issue(self.election.id, self.people[at], "online", request)
                raise PowerCut

    async def cast(self, at: int, counter: int = 1, plain: str | None = None) -> None:
        """Cast a ballot, if there is a credential."""
        if at in self.holding:
            await self._send(self.holding[at].ballot(counter, plain))

    async def cast_again(self, at: int) -> None:
        """Change one's mind."""
        await self.cast(at, 2, "{}")

    async def cast_another_text(self, at: int) -> None:
        """Use a number a second time."""
        await self.cast(at, 1, "{}")

    async def _send(self, sent: Sent) -> None:
        (receipt,) = await box.cast(self.election.protocol.election_id, [sent])
        assert receipt.leaf_hash == hash_of(sent.leaf)
        self.told.add(receipt.leaf_hash)

    async def void(self, at: int) -> None:
        """Die in the middle of giving up: the void is in the box, the mark says nothing of it."""
        if at in self.holding:
            await self._send(self.holding[at].void())

    async def give_up(self, at: int) -> None:
        """Give up a vote by web for a sheet."""
        if at not in self.holding:
            return
        hand = self.holding[at]
        await self._send(hand.void())
        request = digest_of(self.election, hand.voter.seed, hand.style)
        async with transaction():
            await hold_open(self.election.id)
            await credentials.surrender(self.election.id, self.people[at], request)
        self.sheets[hand.style] += 1

    async def paper(self, at: int) -> None:
        """Take a sheet."""
        await self._mark(at, "paper")
        self.sheets[self.styles[at]] += 1

    async def envelope(self, at: int) -> None:
        """Draw an envelope with a code."""
        if self.envelopes[self.styles[at]]:
            await self._mark(at, "code")
            self.holding[at] = self.envelopes[self.styles[at]].pop()

    async def _mark(self, at: int, how: How) -> None:
        async with transaction():
            await hold_open(self.election.id)
            await credentials.issue(self.election.id, self.people[at], how, None)

    async def flush(self, _at: int) -> None:
        """Put on the board what waits."""
        await box.flush(self.election.protocol.election_id, at_least=1)

    async def destroy_envelopes(self) -> Counter[int]:
        """Void the envelopes that nobody drew; tell how many there were, by style."""
        for hand in itertools.chain(*self.envelopes.values()):
            await self._send(hand.void())
        return Counter({style: len(unused) for style, unused in self.envelopes.items()})


VERBS = (
    Town.issue,
    Town.issue_unanswered,
    Town.issue_with_another_seed,
    Town.issue_cut,
    Town.cast,
    Town.cast_again,
    Town.cast_another_text,
    Town.void,
    Town.give_up,
    Town.paper,
    Town.envelope,
    Town.flush,
)
PLANS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, len(AREAS) - 1)), min_size=5, max_size=40
)


@asynccontextmanager
async def new_town(roll: Roll, rosa: Visitor) -> AsyncIterator[Town]:
    """Open a vote of its own, so that it can be closed."""
    process = await make_process(roll, slug=f"plan-{next(_slugs)}")
    election = await open_election(process, rosa)
    people = [(await make_voter(election, roll, area)).id for area in AREAS]
    styles = [(await booth.find_voter(election, person)).style_number for person in people]
    envelopes = {
        style: [draw_up(election, style) for _envelope in range(ENVELOPES)] for style in set(styles)
    }
    yield Town(election, people, styles, envelopes)


def draw_up(election: ElectionView, style: int) -> Hand:
    """Make the code that is in an envelope, with its credential."""
    uid, key = election.protocol.election_id, election.protocol.keys[style]
    voter = Voter(new_secret(), uid)
    answer = issuing.sign(uid, style, voter.request(style, key))
    return Hand(election, 0, voter, style, voter.credential(style, key, answer))


@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(plan=PLANS)
async def test_any_order_of_whatever_can_happen_adds_up(any_database, roll, rosa, plan):
    async with new_town(roll, rosa) as town:
        for verb, at in plan:
            with suppress(Refused):
                await verb(town, at)
        unused = await town.destroy_envelopes()
        await close((await reopen(town.election.process, PhaseKind.COUNTING)).process, SYSTEM)

        await demand_sums(town, unused)
        for verb, at in plan[:3]:
            if verb is not Town.flush:
                await demand_over(town, verb, at)


async def demand_sums(town: Town, unused: Counter[int]) -> None:
    """Demand that every key on the board is somebody's, and that all is there that was told."""
    election = await get_election(town.election.process)
    board = await read_board(election)
    leaves = [read_ballot_leaf(line.leaf) for line in board.lines]
    states = await lines.list_states(election.id, election.protocol.election_id)
    marks = Counter((person.style, state) for person, state in states)

    assert {hash_of(line.leaf) for line in board.lines} == town.told
    for style in set(town.styles):
        online = marks[style, State.ONLINE] + marks[style, State.SURRENDERED]
        assert len(town.keys[style]) == online
        codes = {h.voter.pk for h in town.holding.values() if h.style == style}
        codes |= {h.voter.pk for h in town.envelopes[style]}
        codes -= town.keys[style]
        assert len(codes) == marks[style, State.CODE] + unused[style]
        on_board = {leaf.pk for leaf in leaves if leaf.style == style}
        silent = len((town.keys[style] | codes) - on_board)
        counting, voids = count_keys(board.counted, style)
        assert on_board <= town.keys[style] | codes
        assert counting + voids + silent == online + marks[style, State.CODE] + unused[style]
        assert voids >= marks[style, State.SURRENDERED] + unused[style]
        sheets = marks[style, State.PAPER] + marks[style, State.SURRENDERED]
        assert town.sheets[style] == sheets
    given_out = [SheetLine("", style) for style in town.sheets.elements()]
    assert find_excess(len(election.protocol.styles), board.counted, given_out, states) is None
    assert tell_apart(leaves) == board.counted
    demand_last_word(town, board.counted)


def count_keys(counted: Counted, style: int) -> tuple[int, int]:
    """Count the keys of a style whose ballot counts, and those that were given up."""
    counting = sum(leaf.style == style for leaf in counted.counting)
    return counting, sum(leaf.style == style for leaf in counted.voids)


def demand_last_word(town: Town, counted: Counted) -> None:
    """Demand that of every voter the last ballot that was taken counts, or none if given up."""
    by_key = {leaf.pk: leaf for leaf in counted.counting}
    for hand in town.holding.values():
        told = [
            counter
            for counter, sent in (
                (1, hand.ballot(1)),
                (1, hand.ballot(1, "{}")),
                (2, hand.ballot(2, "{}")),
                (VOID, hand.void()),
            )
            if hash_of(sent.leaf) in town.told
        ]
        assert len(told) == len(set(told))
        last = max(told, default=None)
        counts = by_key.get(hand.voter.pk)
        assert (counts.ctr if counts else None) == (None if last == VOID else last)


async def demand_over(town: Town, verb: object, at: int) -> None:
    """Demand that after the close nothing new is taken, whatever it is."""
    assert callable(verb)
    before = set(town.told), dict(town.sheets)
    town.election = await get_election(town.election.process)
    town.envelopes = defaultdict(list)
    with suppress(Refused):
        await verb(town, at)
    assert (set(town.told), dict(town.sheets)) == before
