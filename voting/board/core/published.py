"""The ballots of a contest as a .pb file, to be counted by anybody.

See “board” in voting/README.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from voting.core.ballots import Ballot, BallotForm, Kind, encode
from voting.core.outcome import Outcome, RuleSpec
from voting.core.pabulib import PabulibFile, PabulibProject, PabulibVote
from voting.core.pabulib.file import FORM_KEY
from voting.core.pabulib.values import major
from voting.core.profile import Quota
from voting.core.rules.codes import code_of
from voting.core.ties import Ties
from voting.setup.core import (
    ContestView,
    Terms,
    dump_conflicts,
    dump_quotas,
    dump_rule,
    dump_ties,
    load_conflicts,
    load_quotas,
    load_rule,
    load_ties,
)

#: Ballots whose projects have a score that is not a number of votes.
_SCORED = (Kind.CUMULATIVE, Kind.SCORES, Kind.ORDINAL)
#: Pabulib's name for the kinds of ballot that are not approval; META has our own name beside it.
_VOTE_TYPES = {
    Kind.ORDINAL: "ordinal",
    Kind.WEAK_ORDER: "ordinal",
    Kind.CUMULATIVE: "cumulative",
    Kind.SCORES: "scoring",
    Kind.QUESTION: "choose-1",
}
#: Keys of META that are ours: with them a file recounts to the very digest that is published.
RULE_KEY, TIES_KEY, CONFLICTS_KEY = "concejo_rule", "concejo_ties", "concejo_conflicts"
QUOTAS_KEY = "concejo_quotas"


@dataclass(frozen=True)
class Heading:
    """What a published file says about where it comes from."""

    country: str
    unit: str
    description: str
    begins: date
    ends: date
    manifest: str


def to_pabulib(
    heading: Heading,
    contest: ContestView,
    terms: Terms,
    outcome: Outcome,
    ballots: Sequence[Ballot],
) -> PabulibFile:
    """Write the ballots of a contest down for anybody to count.

    They are in the order of a hash of what they say, so that the order tells nothing else; the
    number of a voter is that of the line. Ballots of several contests cannot be joined.
    """
    form = contest.form(terms.form)
    salt = heading.manifest.encode()
    shuffled = sorted(ballots, key=lambda ballot: sha256(salt + encode(ballot).encode()).digest())
    tally = "score" if form.kind in _SCORED else "votes"
    return PabulibFile(
        meta=_meta(heading, contest, form, terms),
        projects=_projects(contest, outcome, tally),
        votes=tuple(PabulibVote(str(n), ballot) for n, ballot in enumerate(shuffled, 1)),
        project_columns=(tally, "name", "selected"),
    )


def _projects(contest: ContestView, outcome: Outcome, tally: str) -> tuple[PabulibProject, ...]:
    scores = {standing.project: str(standing.score) for standing in outcome.standings}
    return tuple(
        PabulibProject(
            project,
            {
                tally: scores[project.code],
                "name": project.name,
                "selected": str(int(project.code in outcome.winners)),
            },
        )
        for project in contest.standing
    )


def _meta(heading: Heading, contest: ContestView, form: BallotForm, terms: Terms) -> dict[str, str]:
    meta = {
        "description": heading.description,
        "country": heading.country,
        "unit": heading.unit,
        "subunit": contest.name,
        "instance": f"{heading.begins:%Y}",
        "budget": major(contest.budget, contest.currency),
        "currency": contest.currency,
        "vote_type": _VOTE_TYPES.get(form.kind, "approval"),
        "rule": code_of(terms.rule, has_conflicts=bool(contest.conflicts)),
        "date_begin": f"{heading.begins:%d.%m.%Y}",
        "date_end": f"{heading.ends:%d.%m.%Y}",
        "min_project_score_threshold": str(terms.rule.parameters.get("threshold") or ""),
        **_limits(form),
        RULE_KEY: dump_rule(terms.rule),
        TIES_KEY: dump_ties(terms.ties),
        CONFLICTS_KEY: dump_conflicts(contest.conflicts),
        QUOTAS_KEY: dump_quotas(contest.quotas),
        FORM_KEY: form.kind.value + ("+blank" if form.allows_blank else ""),
        "concejo_manifest": heading.manifest,
    }
    return {key: " ".join(value.split()) for key, value in meta.items() if value}


def _limits(form: BallotForm) -> dict[str, str]:
    top = form.budget if form.max_sum_cost is None else form.max_sum_cost
    numbers = {
        "min_length": form.min_length,
        "max_length": form.max_length,
        "min_points": form.min_points,
        "max_points": form.max_points,
        "min_sum_points": form.min_sum_points,
        "max_sum_points": form.max_sum_points,
        "default_score": form.default_score or None,
    }
    sums = {"min_sum_cost": form.min_sum_cost, "max_sum_cost": top}
    return {
        **{key: str(number) for key, number in numbers.items() if number is not None},
        **{key: major(sum_, form.currency) for key, sum_ in sums.items() if sum_ is not None},
    }


@dataclass(frozen=True)
class Counting:
    """How a file says that it is counted."""

    rule: RuleSpec
    ties: Ties
    conflicts: tuple[tuple[str, ...], ...] = ()
    quotas: tuple[Quota, ...] = ()


def counting_in(file: PabulibFile) -> Counting | None:
    """Read how a file that we wrote is counted; None for one from elsewhere."""
    if not {RULE_KEY, TIES_KEY, CONFLICTS_KEY} <= set(file.meta):
        return None
    return Counting(
        load_rule(file.meta[RULE_KEY]),
        load_ties(file.meta[TIES_KEY]),
        load_conflicts(file.meta[CONFLICTS_KEY]),
        load_quotas(file.meta.get(QUOTAS_KEY, "[]")),
    )
