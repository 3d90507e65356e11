"""Steps of a decision: what the count did, one frozen record after another.

Votes are `Fraction`s where a rule passes on parts of a ballot, and whole numbers elsewhere.
"""

from dataclasses import dataclass
from fractions import Fraction

from voting.core.records import Records, Step
from voting.core.steps import TieBroken


@dataclass(frozen=True)
class QuorumChecked(Step):
    """Say how many ballots were cast, blank ones too, how many were needed, and if that is met."""

    cast: int
    needed: int
    reached: bool


@dataclass(frozen=True)
class NobodyChose(Step):
    """Say that no ballot chooses anything, so that nothing is decided."""

    blank: int


@dataclass(frozen=True)
class MajorityTested(Step):
    """Say how many votes the change has, how many are against, and if `needed` of `base` are met.

    `base` is how many the share is taken of, as `of` names them: decided, cast or eligible.
    """

    option: str
    status_quo: str
    votes: int
    against: int
    of: str
    base: int
    needed: int
    passed: bool


@dataclass(frozen=True)
class Scored(Step):
    """Say what an option got: votes, or points where the rule gives them."""

    option: str
    score: Fraction


@dataclass(frozen=True)
class Duel(Step):
    """Say how many ballots prefer the option to the other, and how many the other to it."""

    option: str
    other: str
    votes: int
    against: int


@dataclass(frozen=True)
class StrongestChain(Step):
    """Say which chain of won duels is the strongest from its first option to its last.

    `over` and `under` are its weakest link, which was won by `votes` to `against`.
    """

    path: tuple[str, ...]
    over: str
    under: str
    votes: int
    against: int


@dataclass(frozen=True)
class EqualDuels(Step):
    """Say that duels were won equally high, in which order they were taken, and by which keys.

    The n-th key is what set the n-th duel before the next one.
    """

    winners: tuple[str, ...]
    losers: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Locked(Step):
    """Say that the result of a duel was kept."""

    winner: str
    loser: str
    votes: int
    against: int


@dataclass(frozen=True)
class LeftOut(Step):
    """Say that the result of a duel contradicts the kept ones along `path`, loser to winner."""

    winner: str
    loser: str
    votes: int
    against: int
    path: tuple[str, ...]


@dataclass(frozen=True)
class QuotaSet(Step):
    """Say how many votes elect: the quota of that many ballots and seats."""

    ballots: int
    seats: int
    quota: int


@dataclass(frozen=True)
class RoundCounted(Step):
    """Say how the votes stand in a round; votes, exhausted and lost add up to the ballots.

    `exhausted` name nobody who is left; `lost` is what fell away in rounding.
    """

    number: int
    options: tuple[str, ...]
    votes: tuple[Fraction, ...]
    exhausted: Fraction
    lost: Fraction


@dataclass(frozen=True)
class Elected(Step):
    """Say that an option was elected in a round, of `needed` votes: by majority, quota or rest.

    By `rest` are elected those who are as many as the seats that are left.
    """

    option: str
    number: int
    votes: Fraction
    needed: Fraction
    by: str


@dataclass(frozen=True)
class SurplusMoved(Step):
    """Say what was over the quota after a round, and to whom it went."""

    option: str
    number: int
    surplus: Fraction
    to: tuple[str, ...]
    amounts: tuple[Fraction, ...]
    exhausted: Fraction
    lost: Fraction


@dataclass(frozen=True)
class Eliminated(Step):
    """Say that an option had the fewest votes in a round, and to whom they went."""

    option: str
    number: int
    votes: Fraction
    to: tuple[str, ...]
    amounts: tuple[Fraction, ...]
    exhausted: Fraction


@dataclass(frozen=True)
class RoundTieBroken(Step):
    """Say which of options with equal votes a key leaves, to be out or to pass its surplus on.

    With the key `earlier_round`, `number` is the latest round in which their votes differed, else
    it is 0. Where several are left, the next step says what decided between them.
    """

    between: tuple[str, ...]
    left: tuple[str, ...]
    to: str
    key: str
    number: int


KINDS: dict[str, type[Step]] = {
    "tie_broken": TieBroken,
    "quorum_checked": QuorumChecked,
    "nobody_chose": NobodyChose,
    "majority_tested": MajorityTested,
    "scored": Scored,
    "duel": Duel,
    "strongest_chain": StrongestChain,
    "equal_duels": EqualDuels,
    "locked": Locked,
    "left_out": LeftOut,
    "quota_set": QuotaSet,
    "round_counted": RoundCounted,
    "elected": Elected,
    "surplus_moved": SurplusMoved,
    "eliminated": Eliminated,
    "round_tie_broken": RoundTieBroken,
}
_RECORDS = Records(KINDS)
to_value, from_value = _RECORDS.to_value, _RECORDS.from_value
