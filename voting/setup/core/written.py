"""Written: terms, limits and the manifest as JSON, each in the one way it can be written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from hashlib import sha256

from voting.core.ballots import BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.core.profile import Quota
from voting.core.rules import settled
from voting.core.ties import TieKey, Ties
from voting.setup.core.contests import ContestDraft
from voting.setup.core.terms import Terms

#: What a form says of one contest only; there it comes from the contest.
_OF_A_CONTEST = frozenset({"budget", "currency"})


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
        "quotas": [_quota_value(quota) for quota in contest.quotas],
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


def dump_quotas(quotas: Sequence[Quota]) -> str:
    """Write what groups of projects may cost together, and what is reserved for them, as JSON."""
    return canonical([_quota_value(quota) for quota in quotas])


def load_quotas(text: str) -> tuple[Quota, ...]:
    """Read what `dump_quotas` wrote."""
    return tuple(
        Quota(value["name"], tuple(value["projects"]), value["most"], value["reserved"])
        for value in json.loads(text)
    )


def _quota_value(quota: Quota) -> dict[str, object]:
    return {
        "name": quota.name,
        "projects": quota.projects,
        "most": quota.most,
        "reserved": quota.reserved,
    }


def _ties_value(ties: Ties) -> dict[str, object]:
    return {"order": [key.value for key in ties.order], "seed": ties.seed}
