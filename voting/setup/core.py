"""Terms of a vote: what a ballot may be, the counting rule and the ties, checked and written down.

See “setup” in voting/README.md.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from hashlib import sha256

from concejo.text import Text, _
from voting.core.ballots import BallotForm, Kind, Project
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance, Scoring
from voting.core.rules import settled, validate
from voting.core.ties import TieKey, Ties, validate_ties

#: What a form says of one contest only; there it comes from the contest.
_OF_A_CONTEST = frozenset({"budget", "currency"})


@dataclass(frozen=True)
class Terms:
    """Hold what is decided before the vote opens, and cannot be changed afterwards."""

    form: BallotForm
    rule: RuleSpec
    ties: Ties


#: What holds where nobody decided anything else; what nobody votes for is not paid.
DEFAULT = Terms(
    BallotForm(Kind.KNAPSACK, allows_blank=True),
    RuleSpec("greedy", {"over_budget": "skip", "threshold": 1}),
    Ties((TieKey.CHEAPEST, TieKey.PUBLISHED_ORDER)),
)


def faults(terms: Terms) -> tuple[Text, ...]:
    """Give every reason why a vote cannot be held on these terms."""
    return (
        *_form_faults(terms.form),
        *validate(terms.rule),
        *_scoring_faults(terms),
        *validate_ties(terms.ties),
    )


def joined(reasons: Sequence[Text]) -> Text:
    """Make one text of several sentences, each still to be translated."""
    if len(reasons) == 1:
        return reasons[0]
    return Text("{first} {rest}", {"first": reasons[0], "rest": joined(reasons[1:])})


def _form_faults(form: BallotForm) -> list[Text]:
    reasons = []
    pairs = (
        (form.min_length, form.max_length),
        (form.min_sum_cost, form.max_sum_cost),
        (form.min_sum_points, form.max_sum_points),
    )
    ranges = (*pairs, (form.min_points, form.max_points))
    if any(low is not None and high is not None and low > high for low, high in ranges):
        reasons.append(_("A least number on the ballot is greater than the greatest."))
    if any(number is not None and number < 0 for pair in pairs for number in pair):
        reasons.append(_("The numbers on the ballot cannot be negative."))
    if form.max_length == 0 or (form.max_points == 0 and form.kind is not Kind.SCORES):
        reasons.append(_("A ballot on which nothing may be chosen is none."))
    return reasons


def _scoring_faults(terms: Terms) -> list[Text]:
    rule = terms.rule if validate(terms.rule) else settled(terms.rule)
    scoring = rule.parameters.get("scoring")
    needed = {Scoring.POINTS: (Kind.CUMULATIVE, Kind.SCORES), Scoring.BORDA: (Kind.ORDINAL,)}
    kind = terms.form.kind
    if scoring in list(needed) and kind not in needed[Scoring(str(scoring))]:
        return [_("The rule adds up points that this kind of ballot does not have.")]
    if kind is Kind.SCORES and scoring == Scoring.VOTES:
        # Whoever gives a project the lowest score names it, and must not be taken to want it.
        return [_("On a ballot of scores a project that is named is not one that is wanted.")]
    if kind is Kind.SCORES and terms.form.default_score:
        return [_("The rule gives no points to a project that a ballot does not name.")]
    return []


@dataclass(frozen=True)
class ProjectDraft:
    """A project as it is put on the ballot; `proposal_id` is None for an imported one."""

    code: str
    name: str
    summary: str
    cost: int
    proposal_id: int | None = None


@dataclass(frozen=True)
class ContestDraft:
    """A contest as it is put to the vote: an area with its money and what competes for it."""

    area_id: int
    area_code: str
    is_citywide: bool
    name: str
    budget: int
    currency: str
    projects: tuple[ProjectDraft, ...]
    conflicts: tuple[tuple[str, ...], ...] = ()


def manifest(
    process: str, opens: str, terms: Terms, contests: Sequence[ContestDraft], n: int
) -> str:
    """Write down, in the one way it can be written, what is voted on and by how many.

    `opens` is the day on which the vote opens, `n` how many may vote.
    """
    value = {
        "v": 1,
        "process": process,
        "opens": opens,
        "eligible": n,
        "ballot": _form_value(terms.form),
        "rule": settled(terms.rule).to_value(),
        "ties": _ties_value(terms.ties),
        "contests": [_contest_value(contest) for contest in contests],
    }
    return canonical(value)


def _contest_value(contest: ContestDraft) -> dict[str, object]:
    return {
        "area": contest.area_code,
        "name": contest.name,
        "for": "everybody" if contest.is_citywide else contest.area_code,
        "budget": contest.budget,
        "currency": contest.currency,
        "conflicts": contest.conflicts,
        "projects": [
            {"code": project.code, "name": project.name, "cost": project.cost}
            for project in contest.projects
        ],
    }


def canonical(value: object) -> str:
    """Write a value as JSON with sorted keys and no spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def fingerprint(text: str) -> str:
    """Give the SHA-256 of a manifest, to be printed and compared."""
    return sha256(text.encode()).hexdigest()


def dump_form(form: BallotForm) -> str:
    """Write a form as JSON, without what belongs to the contest."""
    return canonical(_form_value(form))


def load_form(text: str) -> BallotForm:
    """Read a form that `dump_form` wrote."""
    value = json.loads(text)
    known = {field.name for field in fields(BallotForm)}
    limits = {name: item for name, item in value.items() if name in known - {"kind"}}
    return BallotForm(Kind(value["kind"]), **limits)


def _form_value(form: BallotForm) -> dict[str, object]:
    value: Mapping[str, object] = asdict(form)
    return {name: item for name, item in value.items() if name not in _OF_A_CONTEST}


def dump_rule(rule: RuleSpec) -> str:
    """Write a rule as JSON, every parameter filled in."""
    return canonical(settled(rule).to_value())


def load_rule(text: str) -> RuleSpec:
    """Read a rule that `dump_rule` wrote."""
    return RuleSpec.from_value(json.loads(text))


def dump_ties(ties: Ties) -> str:
    """Write the order for ties as JSON; its seed is public."""
    return canonical(_ties_value(ties))


def load_ties(text: str) -> Ties:
    """Read an order for ties that `dump_ties` wrote."""
    value = json.loads(text)
    return Ties(tuple(TieKey(key) for key in value["order"]), value["seed"])


def dump_conflicts(conflicts: Sequence[Sequence[str]]) -> str:
    """Write which projects exclude others as JSON."""
    return canonical([list(group) for group in conflicts])


def load_conflicts(text: str) -> tuple[tuple[str, ...], ...]:
    """Read what `dump_conflicts` wrote."""
    return tuple(tuple(group) for group in json.loads(text))


def _ties_value(ties: Ties) -> dict[str, object]:
    return {"order": [key.value for key in ties.order], "seed": ties.seed}


@dataclass(frozen=True)
class ProjectView:
    """A project as it stands on the ballot."""

    id: int
    proposal_id: int | None
    code: str
    name: str
    summary: str
    cost: int


@dataclass(frozen=True)
class ContestView:
    """One contest of a locked election: its money, who votes on it, and its projects in order."""

    id: int
    area_code: str
    is_citywide: bool
    name: str
    budget: int
    currency: str
    projects: tuple[ProjectView, ...]
    conflicts: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def standing(self) -> tuple[Project, ...]:
        """Give the projects as the core counts them."""
        return tuple(Project(project.code, project.cost, project.name) for project in self.projects)

    @property
    def instance(self) -> Instance:
        """Give what was voted on, ready to be counted."""
        return Instance(self.standing, self.budget, self.currency, self.conflicts)

    @property
    def names(self) -> dict[str, str]:
        """Give the name of each project by its code."""
        return {project.code: project.name for project in self.projects}

    def form(self, general: BallotForm) -> BallotForm:
        """Give the ballot form of this contest: a knapsack holds no more than its money."""
        budget = self.budget if general.kind is Kind.KNAPSACK else None
        return replace(general, budget=budget, currency=self.currency)


def style_of(contests: Sequence[ContestView], area_code: str) -> tuple[ContestView, ...]:
    """Give the contests that are open to a person: those of the whole city and of their area."""
    return tuple(
        contest for contest in contests if contest.is_citywide or contest.area_code == area_code
    )
