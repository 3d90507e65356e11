"""Steps: what a count did, one frozen record after another, enough to tell it to anybody.

Amounts are integer minor units; where money is divided among voters it is an exact `Fraction`.
"""

from dataclasses import dataclass
from fractions import Fraction

from voting.core.records import Json as Json
from voting.core.records import Records
from voting.core.records import Step as Step


@dataclass(frozen=True)
class TieBroken(Step):
    """Say that `winner` went first of equals, by the first key that set it apart from the rest."""

    between: tuple[str, ...]
    winner: str
    key: str


@dataclass(frozen=True)
class Funded(Step):
    """Say that a project was funded while `available` was left before paying it."""

    project: str
    score: int
    cost: int
    available: int


@dataclass(frozen=True)
class FundedFromReserve(Step):
    """Say that the first project that did not fit was funded, the reserve paying what lacked."""

    project: str
    score: int
    cost: int
    available: int
    percent: int


@dataclass(frozen=True)
class SkippedOverBudget(Step):
    """Say that a project cost more than what was left, and that the count went on."""

    project: str
    score: int
    cost: int
    left: int


@dataclass(frozen=True)
class BelowThreshold(Step):
    """Say that a project had too low a score to be considered at all."""

    project: str
    score: int
    threshold: int


@dataclass(frozen=True)
class ExcludedByConflict(Step):
    """Say that a project cannot be carried out beside one that was already funded."""

    project: str
    score: int
    winner: str


@dataclass(frozen=True)
class ExcludedByQuota(Step):
    """Say that a project costs more than a quota leaves, or a reserve leaves to those outside."""

    project: str
    score: int
    cost: int
    left: int
    quota: str


@dataclass(frozen=True)
class TooFewSupporters(Step):
    """Say that fewer people supported a project than any project needs, or one of its cost."""

    project: str
    supporters: int
    needed: int


@dataclass(frozen=True)
class Stopped(Step):
    """Say that the count ended at a project that did not fit; `unreached` never had their turn.

    `project` is empty where the reserve funded the one that did not fit: nothing was refused there.
    """

    project: str
    score: int
    cost: int
    left: int
    unreached: tuple[str, ...]


@dataclass(frozen=True)
class SharesSet(Step):
    """Say that each of the voters started with an equal share of the budget."""

    per_voter: Fraction
    voters: int


@dataclass(frozen=True)
class CompletionRound(Step):
    """Say what the whole count gives when each voter has `per_voter`, and whether that is kept.

    Of one count after another, each with a step more, that all bought the same in the same order
    and met the same ties, there is one record: `per_voter` is that of the first, `rounds` tells how
    many they are. The ties of a round that is not kept stand just before it. The kept round comes
    last, alone, and its ties and purchases follow it.
    """

    per_voter: Fraction
    rounds: int
    winners: int
    spent: int
    kept: bool


@dataclass(frozen=True)
class Compared(Step):
    """Say how many voters have more of their projects among these winners than by plain votes.

    `for_this` have more here, `for_greedy` have more among those whom utilitarian greedy would have
    funded; those replace the winners, when `switched`, because strictly more voters have more so.
    """

    for_this: int
    for_greedy: int
    switched: bool


@dataclass(frozen=True)
class Bought(Step):
    """Say that the supporters of a project paid for it together.

    `price` is what a supporter paid for each point given to it (a vote is one point), unless that
    was more than the supporter had left; `in_full` supporters paid the whole price.
    """

    project: str
    cost: int
    price: Fraction
    effective_votes: Fraction
    supporters: int
    in_full: int


@dataclass(frozen=True)
class Unaffordable(Step):
    """Say that the supporters of a project had less money left at the end than it costs.

    The money is rounded down to minor units.
    """

    project: str
    cost: int
    supporters: int
    money: int


@dataclass(frozen=True)
class CompletedBy(Step):
    """Say that what the voters had not spent went to further projects in the way named."""

    method: str
    left: int


@dataclass(frozen=True)
class Carried(Step):
    """Say that a project was funded because its supporters carry the least load with it.

    Its cost and what they carried before make `load` for each of them from then on.
    """

    project: str
    cost: int
    load: Fraction
    supporters: int
    available: int


@dataclass(frozen=True)
class BoughtOnCredit(Step):
    """Say that supporters paid for a `share` of a project, and the common budget lent the rest.

    `price` is what a supporter paid for each point given to it, or all that was left if that was
    less; `in_full` supporters paid the whole price, and all together `paid`.
    """

    project: str
    cost: int
    price: Fraction
    share: Fraction
    paid: Fraction
    supporters: int
    in_full: int


@dataclass(frozen=True)
class Maximised(Step):
    """Say that no other choice that fits has a higher total score than this one's."""

    score: int
    cost: int


@dataclass(frozen=True)
class LeftOut(Step):
    """Say that a project is in no best choice: with it, the best total would be `best_with`.

    Where that is as high as without it, `tie` names what decided between the choices: the lower
    total cost, or the declared order for ties. It is -1 where no choice that fits has the project.
    """

    project: str
    score: int
    cost: int
    best_with: int
    tie: str


KINDS: dict[str, type[Step]] = {
    "tie_broken": TieBroken,
    "funded": Funded,
    "funded_from_reserve": FundedFromReserve,
    "skipped_over_budget": SkippedOverBudget,
    "below_threshold": BelowThreshold,
    "excluded_by_conflict": ExcludedByConflict,
    "excluded_by_quota": ExcludedByQuota,
    "too_few_supporters": TooFewSupporters,
    "stopped": Stopped,
    "shares_set": SharesSet,
    "completion_round": CompletionRound,
    "compared": Compared,
    "bought": Bought,
    "unaffordable": Unaffordable,
    "completed_by": CompletedBy,
    "carried": Carried,
    "bought_on_credit": BoughtOnCredit,
    "maximised": Maximised,
    "left_out": LeftOut,
}
_RECORDS = Records(KINDS)
to_value, from_value = _RECORDS.to_value, _RECORDS.from_value
