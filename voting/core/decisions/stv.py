"""Single transferable vote: as many votes as the quota elect, and what is over is passed on.

`scottish_stv` is the count of The Scottish Local Government Elections Order 2007 (SSI 2007/42),
Schedule 1, rules 45 to 52: all ballots of an elected option pass on, each worth the surplus times
what it was worth, divided by the option's votes, to five decimals, the remainder ignored (rule 48);
the largest surplus first (49), one elimination at a time (50), equals by the most recent earlier
stage at which they differed (49, 51), no transfer once the seats can be filled (52). Where the
Order draws a lot, the declared order for ties decides, which may be one.

`stv` is the same count with exact fractions, or with any number of decimals.
"""

from fractions import Fraction
from math import floor

from concejo.text import Text, _
from voting.core.decisions.irv import describe_last
from voting.core.decisions.piles import PASS_ON, Rounds, by_votes
from voting.core.decisions.rankings import Reads
from voting.core.decisions.spec import Case, DecisionRule, Finding
from voting.core.decisions.steps import Elected, QuotaSet, SurplusMoved
from voting.core.outcome import RuleSpec
from voting.core.rules.spec import Parameter

PARAMETERS = (Parameter("exact", True), Parameter("decimals", 5, most=20))
STATUTORY_DECIMALS = 5


class Stages(Rounds):
    """Fill the seats stage by stage."""

    def __init__(self, case: Case, decimals: int | None) -> None:
        super().__init__(case)
        self.decimals = decimals
        self.seats = case.question.seats
        self.quota = case.profile.filled // (self.seats + 1) + 1
        self.winners: list[str] = []
        self.surpluses: list[str] = []
        self.steps.append(QuotaSet(case.profile.filled, self.seats, self.quota))

    def run(self) -> None:
        """Count stage after stage until every seat is filled."""
        self.record()
        self._elect([code for code in self.continuing if self.votes[code] >= self.quota], "quota")
        while len(self.winners) < self.seats:
            if len(self.continuing) <= self.seats - len(self.winners):
                self._elect(list(self.continuing), "rest")
                return
            if self.surpluses:
                self._pass_surplus()
            else:
                self.eliminate_last()
            self.record()
            reached = [code for code in self.continuing if self.votes[code] >= self.quota]
            self._elect(reached, "quota")

    def _elect(self, codes: list[str], by: str) -> None:
        for code in by_votes(codes, self.votes):
            self.continuing.remove(code)
            self.winners.append(code)
            if self.votes[code] > self.quota:
                self.surpluses.append(code)
            needed = Fraction(self.quota)
            self.steps.append(Elected(code, self.number, self.votes[code], needed, by))

    def _pass_surplus(self) -> None:
        most = max(self.votes[code] for code in self.surpluses)
        largest = [code for code in self.surpluses if self.votes[code] == most]
        code = self.pick(largest, PASS_ON)
        self.surpluses.remove(code)
        surplus = most - self.quota
        passed = self.piles.pass_on(
            code, lambda value: self._rounded(surplus * value / most), self.continuing
        )
        lost = surplus - sum(passed.amounts) - passed.exhausted
        self.piles.lost += lost
        self.votes[code] = Fraction(self.quota)
        self.steps.append(
            SurplusMoved(
                code, self.number, surplus, passed.to, passed.amounts, passed.exhausted, lost
            )
        )

    def _rounded(self, value: Fraction) -> Fraction:
        if self.decimals is None:
            return value
        unit: int = 10**self.decimals
        return Fraction(floor(value * unit), unit)


def _decide(case: Case, decimals: int | None) -> Finding:
    stages = Stages(case, decimals)
    stages.run()
    return Finding(tuple(stages.winners), (), tuple(stages.steps))


def decide(case: Case) -> Finding:
    """Fill the seats with exact fractions, or with as many decimals as the parameter says."""
    exact = case.spec.parameters["exact"]
    return _decide(case, None if exact else int(case.spec.parameters["decimals"]))


def decide_as_in_scotland(case: Case) -> Finding:
    """Fill the seats as the Scottish order of 2007 says."""
    return _decide(case, STATUTORY_DECIMALS)


def describe(spec: RuleSpec) -> tuple[Text, ...]:
    """Tell a resident how the options are chosen."""
    if spec.parameters["exact"]:
        return (*_described(), _("All parts of votes are counted exactly."), *describe_last())
    return (*_described(), *_described_decimals(int(spec.parameters["decimals"])))


def describe_as_in_scotland(_spec: RuleSpec) -> tuple[Text, ...]:
    """Tell a resident how the options are chosen, and by which law."""
    return (
        _("The count follows The Scottish Local Government Elections Order 2007, rules 45 to 52."),
        *_described(),
        *_described_decimals(STATUTORY_DECIMALS),
    )


def _described() -> tuple[Text, ...]:
    return (
        _("Each ballot counts for the first option on it that is still in and not yet chosen."),
        _("The quota is the ballots divided by one more than the seats, rounded down, plus one."),
        _("An option with as many votes as the quota is chosen; what is over is passed on."),
        _("For that all its ballots pass on, each worth the same part of what it was worth."),
        _("The largest surplus goes first; without one, the option with the fewest votes is out."),
        _("When as many options are left as seats, they are chosen."),
    )


def _described_decimals(decimals: int) -> tuple[Text, ...]:
    return (
        _("What a ballot is worth has {n} decimals; the rest is left out.", n=decimals),
        *describe_last(),
    )


RULE = DecisionRule("stv", _("Single transferable vote"), Reads.ORDER, PARAMETERS, describe, decide)
SCOTTISH = DecisionRule(
    "scottish_stv",
    _("Single transferable vote, as in Scotland"),
    Reads.ORDER,
    (),
    describe_as_in_scotland,
    decide_as_in_scotland,
)
