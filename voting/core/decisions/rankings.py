"""Reading ballots: what a rule takes from one, and the places of a ranking.

`choices` are in order of preference and may leave options out. Where there are `points`, they are
the places of the choices: 1 is the best, and equal places are equal preference.
"""

from enum import StrEnum
from itertools import groupby

from voting.core.ballots import Ballot
from voting.core.decisions.question import Question
from voting.core.profile import Profile


class Reads(StrEnum):
    """What a rule reads on a ballot.

    one: a single option. any: a set of options. order: options in order, no two equal.
    weak_order: options in order, of which some may be equal.
    """

    ONE = "one"
    ANY = "any"
    ORDER = "order"
    WEAK_ORDER = "weak_order"


class UnreadableBallot(ValueError):
    """A ballot says something that the rule cannot count."""


def places(ballot: Ballot) -> tuple[tuple[str, ...], ...]:
    """Give the ranking from its best place down, each place with the options that share it."""
    if not ballot.points:
        return tuple((code,) for code in ballot.choices)
    pairs = zip(ballot.points, ballot.choices, strict=True)
    by_place = groupby(pairs, key=lambda pair: pair[0])
    return tuple(tuple(code for _place, code in shared) for _place, shared in by_place)


def check_ballots(question: Question, profile: Profile, reads: Reads) -> None:
    """Refuse a profile with a ballot that the rule cannot count."""
    codes = frozenset(question.codes)
    for ballot, _count in profile.groups:
        wrong = _wrong(ballot, codes, reads)
        if wrong:
            raise UnreadableBallot(f"a ballot {wrong}")


def _wrong(ballot: Ballot, codes: frozenset[str], reads: Reads) -> str:
    chosen, points = ballot.choices, ballot.points
    named = set(chosen)
    if not named <= codes:
        return f"names the option {min(named - codes)}, which does not stand"
    if len(named) != len(chosen):
        return "names an option twice"
    if reads is Reads.ONE and len(chosen) > 1:
        return "chooses more than one option"
    if not points:
        return ""
    if reads in (Reads.ONE, Reads.ANY):
        return "has points where a choice is made"
    if len(points) != len(chosen) or sorted(points) != list(points):
        return "has places that are not those of its order"
    if reads is Reads.ORDER and len(set(points)) != len(points):
        return "puts two options in one place where the rule needs an order"
    return ""


def first_votes(question: Question, profile: Profile, reads: Reads) -> tuple[int, ...]:
    """Count for each option, in published order, the ballots that choose it or put it first."""
    votes = dict.fromkeys(question.codes, 0)
    for ballot, count in profile.groups:
        best = ballot.choices if reads is Reads.ANY else places(ballot)[0]
        for code in best:
            votes[code] += count
    return tuple(votes.values())
