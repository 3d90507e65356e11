"""Piles of ballots: whose each one is, what it is worth, and how the votes stand round by round.

This is the ground of every rule that passes ballots on. A ballot lies on the pile of the first
option on it that is still in, and is worth one until a surplus passes on a part of it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.core.decisions.order import OptionOrder
from voting.core.decisions.spec import Case
from voting.core.decisions.steps import Eliminated, RoundCounted, RoundTieBroken
from voting.core.steps import Step

#: A ranking, and how many cast it.
Papers = tuple[tuple[str, ...], int]

#: The key that decides before the declared ones, and what an option is picked for.
EARLIER_ROUND = "earlier_round"
OUT, PASS_ON = "out", "pass_on"


@dataclass(frozen=True)
class Passed:
    """Tell to whom the ballots of a pile went, and what of them named nobody who is left."""

    to: tuple[str, ...]
    amounts: tuple[Fraction, ...]
    exhausted: Fraction


class Piles:
    """Hold each option's ballots by what they are worth."""

    def __init__(self, codes: Sequence[str], papers: Sequence[Papers]) -> None:
        self._by_value: dict[str, defaultdict[Fraction, list[Papers]]] = {
            code: defaultdict(list) for code in codes
        }
        self.votes = dict.fromkeys(codes, Fraction(0))
        self.exhausted = Fraction(0)
        self.lost = Fraction(0)
        self._deal(Fraction(1), papers, frozenset(codes))

    def _deal(
        self, value: Fraction, papers: Sequence[Papers], heirs: Collection[str]
    ) -> dict[str | None, Fraction]:
        """Give each ballot to the first heir on it; under None is what has no heir."""
        dealt: defaultdict[str | None, list[Papers]] = defaultdict(list)
        for paper in papers:
            dealt[next((code for code in paper[0] if code in heirs), None)].append(paper)
        gained = {}
        for code, mine in dealt.items():
            gained[code] = value * sum(count for _ranking, count in mine)
            if code is None:
                self.exhausted += gained[code]
            else:
                self._by_value[code][value] += mine
                self.votes[code] += gained[code]
        return gained

    def pass_on(
        self, code: str, worth: Callable[[Fraction], Fraction], heirs: Collection[str]
    ) -> Passed:
        """Pass all ballots of an option on, each worth what `worth` makes of its value."""
        gained: defaultdict[str | None, Fraction] = defaultdict(Fraction)
        parcels = self._by_value[code]
        self._by_value[code] = defaultdict(list)
        for value, papers in parcels.items():
            for heir, amount in self._deal(worth(value), papers, heirs).items():
                gained[heir] += amount
        to = tuple(heir for heir in self.votes if heir in gained)
        return Passed(to, tuple(gained[heir] for heir in to), gained[None])


class Rounds:
    """Count in rounds: who is still in, how the votes stand, and who is last or first."""

    def __init__(self, case: Case) -> None:
        codes = case.question.codes
        papers = [(ballot.choices, count) for ballot, count in case.profile.groups]
        self.piles = Piles(codes, papers)
        self.order: OptionOrder = case.order
        self.continuing = list(codes)
        self.eliminated: list[str] = []
        self.history: list[dict[str, Fraction]] = []
        self.steps: list[Step] = []

    @property
    def number(self) -> int:
        """Give the number of the round that was counted last."""
        return len(self.history)

    @property
    def votes(self) -> dict[str, Fraction]:
        """Give how the votes stand now."""
        return self.piles.votes

    def record(self) -> None:
        """Record how the votes stand at the end of a round."""
        self.history.append(dict(self.votes))
        standing = [code for code in self.votes if code not in self.eliminated]
        self.steps.append(
            RoundCounted(
                self.number,
                tuple(standing),
                tuple(self.votes[code] for code in standing),
                self.piles.exhausted,
                self.piles.lost,
            )
        )

    def eliminate_last(self) -> None:
        """Take out who has the fewest votes, and pass the ballots on as they are worth."""
        fewest = min(self.votes[code] for code in self.continuing)
        out = self.pick([code for code in self.continuing if self.votes[code] == fewest], OUT)
        self.continuing.remove(out)
        passed = self.piles.pass_on(out, lambda value: value, self.continuing)
        self.votes[out] = Fraction(0)
        self.steps.append(
            Eliminated(out, self.number, fewest, passed.to, passed.amounts, passed.exhausted)
        )
        self.eliminated.append(out)

    def pick(self, equals: Sequence[str], to: str) -> str:
        """Pick who is to be out, or to pass on, by the latest round in which they differed."""
        extreme = min if to == OUT else max
        left = tuple(equals)
        for number in range(self.number - 1, 0, -1):
            votes = self.history[number - 1]
            edge = extreme(votes[code] for code in left)
            at_edge = tuple(code for code in left if votes[code] == edge)
            if at_edge != left:
                self.steps.append(RoundTieBroken(left, at_edge, to, EARLIER_ROUND, number))
                left = at_edge
        return left[0] if len(left) == 1 else self._by_order(left, to)

    def _by_order(self, left: tuple[str, ...], to: str) -> str:
        ranked = sorted(left, key=self.order.sort_key, reverse=to == OUT)
        key = self.order.key_between(ranked[:1], ranked[1:2])
        self.steps.append(RoundTieBroken(left, (ranked[0],), to, key, 0))
        return ranked[0]


def by_votes(codes: Sequence[str], votes: dict[str, Fraction]) -> list[str]:
    """Put options in the order of their votes; equals stay as they come."""
    return sorted(codes, key=lambda code: -votes[code])
