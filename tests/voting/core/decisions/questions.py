"""Small questions for property tests, and what the definitions of the rules say of them."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from hypothesis import strategies as st

from voting.core.ballots import Ballot
from voting.core.decisions import Decision, Option, Question, decide
from voting.core.outcome import RuleSpec
from voting.core.profile import Profile
from voting.core.ties import TieKey, Ties

BY_LOT = Ties((TieKey.LOT,), "drawn on the square")
BY_ORDER = Ties((TieKey.PUBLISHED_ORDER,))

CONDORCET = ("schulze", "ranked_pairs", "copeland")


def question_of(codes: Sequence[str], seats: int = 1) -> Question:
    return Question(tuple(Option(code) for code in codes), seats)


def ballots_of(counts: Mapping[str, int]) -> list[Ballot]:
    """Several voters by their ranking: `a>b=c` has two options in its second place."""
    ballots = []
    for ranking, count in counts.items():
        places = [shared.split("=") for shared in ranking.split(">")] if ranking else []
        ballots += [in_places(places)] * count
    return ballots


def in_places(places: Sequence[Sequence[str]]) -> Ballot:
    choices = tuple(code for shared in places for code in sorted(shared))
    if len(choices) == len(places):
        return Ballot(choices)
    return Ballot(choices, tuple(at for at, shared in enumerate(places, 1) for _code in shared))


def decided(
    rule: str | RuleSpec,
    codes: Sequence[str],
    ballots: Sequence[Ballot],
    ties: Ties = BY_LOT,
    seats: int = 1,
    eligible: int | None = None,
) -> Decision:
    spec = RuleSpec(rule) if isinstance(rule, str) else rule
    return decide(spec, question_of(codes, seats), Profile.of(ballots), ties, eligible)


def options(least: int = 2, most: int = 5) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(lambda number: "abcdefgh"[:number])


@st.composite
def rankings(
    draw: st.DrawFn, least: int = 2, most: int = 5, truncated: bool = True, voters: int = 9
) -> tuple[str, list[Ballot]]:
    """Up to five options, and the rankings of one to nine voters, who may leave options out."""
    codes = draw(options(least, most))
    ballots = []
    for _voter in range(draw(st.integers(1, voters))):
        order = draw(st.permutations(codes))
        kept = draw(st.integers(1, len(codes))) if truncated else len(codes)
        ballots.append(Ballot(tuple(order[:kept])))
    return codes, ballots


@st.composite
def weak_orders(draw: st.DrawFn, most: int = 5) -> tuple[str, list[Ballot]]:
    """Up to five options, and rankings in which options may share a place or be left out."""
    codes = draw(options(2, most))
    ballots = []
    for _voter in range(draw(st.integers(1, 7))):
        given = {code: draw(st.integers(0, len(codes))) for code in codes}
        ranked = sorted((code for code in codes if given[code]), key=lambda code: given[code])
        ballots.append(in_places([list(same) for _at, same in groupby(ranked, given.__getitem__)]))
    return codes, [ballot for ballot in ballots if ballot.choices] or [Ballot((codes[0],))]


def preferring(ballots: Sequence[Ballot], one: str, other: str) -> int:
    """Count who ranks one option over another; what is left out is last."""
    return sum(place(ballot, one) < place(ballot, other) for ballot in ballots)


def place(ballot: Ballot, code: str) -> int:
    places = ballot.points or range(1, len(ballot.choices) + 1)
    return dict(zip(ballot.choices, places, strict=True)).get(code, 99)


def beats(ballots: Sequence[Ballot], one: str, other: str) -> bool:
    return preferring(ballots, one, other) > preferring(ballots, other, one)


def condorcet_winner(codes: str, ballots: Sequence[Ballot]) -> str | None:
    for code in codes:
        if all(beats(ballots, code, other) for other in codes if other != code):
            return code
    return None


def smith_set(codes: str, ballots: Sequence[Ballot]) -> set[str]:
    """The smallest set of which each beats everyone outside it."""
    inside = {max(codes, key=lambda code: sum(beats(ballots, code, other) for other in codes))}
    while True:
        more = {
            code
            for code in codes
            if code not in inside and any(not beats(ballots, one, code) for one in inside)
        }
        if not more:
            return inside
        inside |= more


def raised(ballot: Ballot, code: str) -> Ballot:
    """The same ranking with one option a place higher, or last where it was left out."""
    order = list(ballot.choices)
    if code not in order:
        return Ballot((*order, code))
    at = order.index(code)
    order.insert(max(at - 1, 0), order.pop(at))
    return Ballot(tuple(order))
