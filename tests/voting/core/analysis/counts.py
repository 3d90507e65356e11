"""Small counts by every rule, for properties of what is told about them."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from voting.core.analysis.backing import Group, backing_of
from voting.core.analysis.held import Held, hold
from voting.core.analysis.replay import Replay, Spender
from voting.core.ballots import Ballot, Project
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Instance, Profile, Quota, Scoring
from voting.core.rules import RULES, count, settled
from voting.core.ties import TieKey, Ties

CODES = "abcde"
ORDERS = st.sampled_from(
    [
        Ties((TieKey.CHEAPEST, TieKey.LOT), "seed"),
        Ties((TieKey.DEAREST, TieKey.MOST_VOTES, TieKey.PUBLISHED_ORDER)),
        Ties((TieKey.MOST_VOTES, TieKey.CHEAPEST, TieKey.LOT), "seed"),
    ]
)
#: Few different numbers, so that ties abound.
COSTS = st.sampled_from([0, 1, 2, 3, 4, 6, 6, 6, 8, 12])


@dataclass(frozen=True)
class Count:
    """A count with all that it was made of."""

    spec: RuleSpec
    instance: Instance
    profile: Profile
    ties: Ties

    @property
    def outcome(self) -> Outcome:
        return count(self.spec, self.instance, self.profile, self.ties)

    @property
    def groups(self) -> tuple[Group, ...]:
        return backing_of(self.profile, self.scoring)

    @property
    def replay(self) -> Replay | None:
        return Replay.of(self.outcome)

    @property
    def spenders(self) -> tuple[Spender, ...]:
        replay = self.replay
        return replay.follow(self.groups) if replay else ()

    @property
    def held(self) -> Held:
        return hold(self.instance, self.profile, self.outcome)

    @property
    def scoring(self) -> Scoring:
        return Scoring(str(self.spec.parameters["scoring"]))

    def wins(self, project: str, *, cost: int | None = None, more: int = 0) -> bool:
        """Whether the project wins with another cost, or with more voters who support only it."""
        projects = tuple(
            replace(one, cost=cost) if cost is not None and one.code == project else one
            for one in self.instance.projects
        )
        points = (self.most_points,) if self.scoring is Scoring.POINTS else ()
        others = [*self.profile.groups, (Ballot(), self.blank)]
        further = [(Ballot((project,), points), more)] if more else []
        profile = Profile.merged([*others, *further])
        instance = replace(self.instance, projects=projects)
        return project in count(self.spec, instance, profile, self.ties).winners

    @property
    def most_points(self) -> int:
        return max((max(group.points.values()) for group in self.groups), default=1)

    @property
    def blank(self) -> int:
        return self.profile.blank

    def cost(self, project: str) -> int:
        return next(one.cost for one in self.instance.projects if one.code == project)


def hardly_countable(name: str) -> Count:
    """Forty projects whose score is their cost, a million millions: no best sum is in sight."""
    costs = [10**12 + at**7 for at in range(40)]
    codes = tuple(f"p{at:02}" for at in range(40))
    projects = tuple(Project(code, cost) for code, cost in zip(codes, costs, strict=True))
    return Count(
        settled(RuleSpec(name, {"scoring": "points"})),
        Instance(projects, sum(costs) // 2),
        Profile.of([Ballot(codes, tuple(costs))]),
        Ties((TieKey.PUBLISHED_ORDER,)),
    )


def parameters_of(name: str) -> st.SearchStrategy[dict[str, int | str | bool]]:
    """Any parameters of a rule that go together, but for those of the entry."""
    kinds: dict[str, st.SearchStrategy[int | str | bool]] = {}
    entry = {"threshold", "support_permille", "support_budgets", "exclusive"}
    for parameter in RULES[name].parameters:
        if parameter.choices and parameter.name != "scoring":
            kinds[parameter.name] = st.sampled_from(parameter.choices)
        elif isinstance(parameter.default, bool) and parameter.name not in entry:
            kinds[parameter.name] = st.booleans()
        elif parameter.name == "step":
            kinds[parameter.name] = st.just(1)
    kinds["scoring"] = st.sampled_from(["votes", "points"])
    return st.fixed_dictionaries(kinds)


@st.composite
def counts(draw: st.DrawFn, /, *names: str, **parameters: int | str | bool) -> Count:
    """A count by one of the rules (or of all there are), with some parameters as given."""
    name = draw(st.sampled_from(names or sorted(RULES)))
    chosen = {**draw(parameters_of(name)), **parameters}
    costs = draw(st.lists(COSTS, min_size=1, max_size=5))
    codes = CODES[: len(costs)]
    projects = (Project(code, cost) for code, cost in zip(codes, costs, strict=True))
    instance = Instance(
        tuple(projects),
        draw(st.integers(0, 25)),
        conflicts=draw(st.sampled_from([(), (), (tuple(codes[:2]),)])) if len(codes) > 1 else (),
        quotas=draw(st.sampled_from([(), (), (Quota("north", tuple(codes[:3]), most=8),)])),
    )
    ballots = []
    for named in draw(st.lists(st.sets(st.sampled_from(codes)), max_size=7)):
        points = chosen["scoring"] == "points"
        given = tuple(draw(st.integers(1, 4)) for _code in named) if points else ()
        ballots.append(Ballot(tuple(sorted(named)), given))
    return Count(settled(RuleSpec(name, chosen)), instance, Profile.of(ballots), draw(ORDERS))
