"""Duels: every option against every other one, as the ballots prefer them.

Options that a ballot does not rank are below all that it ranks and equal among themselves
(implicit), or are not compared with any (explicit). In the election of Debian's leader of 2006 the
one elects another person than the other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from concejo.text import Text, _
from voting.core.decisions.rankings import places
from voting.core.decisions.spec import Case
from voting.core.decisions.steps import Duel
from voting.core.profile import Profile
from voting.core.rules.spec import Parameter

UNRANKED = Parameter("unranked", "implicit", choices=("implicit", "explicit"))

#: A won duel of more strength is the greater of two.
Strength = tuple[int, int]


class Duels:
    """Hold how many ballots prefer each option to each other one."""

    def __init__(self, codes: Sequence[str], profile: Profile, ranks_all: bool) -> None:
        self.codes = tuple(codes)
        self._at = {code: place for place, code in enumerate(self.codes)}
        self._rows = [[0] * len(self.codes) for _code in self.codes]
        for ballot, count in profile.groups:
            ranked = [[self._at[code] for code in shared] for shared in places(ballot)]
            named = {at for shared in ranked for at in shared}
            unranked = [at for at in self._at.values() if at not in named] if ranks_all else []
            self._add(ranked, unranked, count)

    def _add(self, ranked: list[list[int]], lower: list[int], count: int) -> None:
        for shared in reversed(ranked):
            for better in shared:
                row = self._rows[better]
                for worse in lower:
                    row[worse] += count
            lower += shared

    def votes(self, option: str, other: str) -> int:
        """Count the ballots that prefer the option to the other."""
        return self._rows[self._at[option]][self._at[other]]

    def wins(self, option: str, other: str) -> bool:
        """Tell whether more ballots prefer the option to the other than the other to it."""
        return self.votes(option, other) > self.votes(other, option)

    def won(self) -> tuple[tuple[str, str], ...]:
        """Give every won duel, winner first, in published order."""
        pairs = ((one, other) for one in self.codes for other in self.codes)
        return tuple(pair for pair in pairs if self.wins(*pair))

    def steps(self) -> tuple[Duel, ...]:
        """Record every pair once."""
        return tuple(
            Duel(one, other, self.votes(one, other), self.votes(other, one))
            for one, other in combinations(self.codes, 2)
        )

    def strengths(self, by: str) -> dict[tuple[str, str], Strength]:
        """Measure every won duel by its winning votes, or by its margin.

        Of equal winning votes those against fewer are stronger, as Schulze and Debian have it.
        """
        measured = {}
        for one, other in self.won():
            votes, against = self.votes(one, other), self.votes(other, one)
            margin = votes - against
            measured[one, other] = (votes, -against) if by == "winning_votes" else (margin, 0)
        return measured


def duels_of(case: Case) -> Duels:
    """Hold the duels of a case as its parameter for unranked options says."""
    ranks_all = case.spec.parameters["unranked"] == "implicit"
    return Duels(case.question.codes, case.profile, ranks_all)


def describe_duels(unranked: str) -> tuple[Text, ...]:
    """Tell a resident how options are compared in pairs."""
    return (
        _("Each option meets each other one: the one that more ballots rank higher wins."),
        _("What a ballot leaves out is below all that it ranks.")
        if unranked == "implicit"
        else _("What a ballot leaves out is not compared on it."),
    )


def shortest_chain(
    links: Mapping[str, Iterable[str]], start: str, goal: str
) -> tuple[str, ...] | None:
    """Find a chain of fewest links from one option to another, or None where there is none."""
    chains: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for chain in chains:
        if chain[-1] == goal:
            return chain
        for after in links.get(chain[-1], ()):
            if after not in seen:
                seen.add(after)
                chains.append((*chain, after))
    return None


def layers(codes: Sequence[str], beats: Callable[[str, str], bool]) -> tuple[tuple[str, ...], ...]:
    """Put options in layers: each holds those that none of the options still left beats."""
    left, ranked = list(codes), []
    while left:
        best = tuple(code for code in left if not any(beats(other, code) for other in left))
        ranked.append(best)
        left = [code for code in left if code not in best]
    return tuple(ranked)
