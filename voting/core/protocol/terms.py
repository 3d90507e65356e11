"""Terms in the manifest: what a ballot may say, the rule, the ties and the contests, both ways."""

from voting.core.ballots import BallotForm, Kind, Project
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance, Quota
from voting.core.protocol.contests import Contest
from voting.core.protocol.layout import Unreadable
from voting.core.protocol.record import Record, texts_of
from voting.core.records import Json
from voting.core.ties import TieKey, Ties

_LIMITS = (
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
)
_FORM = {"kind", "min_length", "allows_blank", "default_score", *_LIMITS}


def form_value(form: BallotForm) -> dict[str, object]:
    """Give a form as plain values, without what belongs to a contest."""
    value: dict[str, object] = {limit: getattr(form, limit) for limit in _LIMITS}
    return value | {
        "kind": form.kind.value,
        "min_length": form.min_length,
        "allows_blank": form.allows_blank,
        "default_score": form.default_score,
    }


def form_of(value: Json) -> BallotForm:
    """Read a form, or raise Unreadable."""
    record = Record.of(value, _FORM)
    if record.text("kind") not in list(Kind):
        raise Unreadable("no such kind of ballot")
    return BallotForm(
        kind=Kind(record.text("kind")),
        min_length=record.integer("min_length"),
        max_length=record.integer_if_any("max_length"),
        min_sum_cost=record.integer_if_any("min_sum_cost"),
        max_sum_cost=record.integer_if_any("max_sum_cost"),
        max_points=record.integer_if_any("max_points"),
        min_sum_points=record.integer_if_any("min_sum_points"),
        max_sum_points=record.integer_if_any("max_sum_points"),
        allows_blank=record.truth("allows_blank"),
        min_points=record.integer_if_any("min_points"),
        default_score=record.integer("default_score"),
    )


def rule_of(value: Json) -> RuleSpec:
    """Read a rule, or raise Unreadable."""
    try:
        return RuleSpec.from_value(value)
    except ValueError as error:
        raise Unreadable(str(error)) from error


def ties_value(ties: Ties) -> dict[str, object]:
    """Give the order for ties as plain values; its seed is public."""
    return {"order": [key.value for key in ties.order], "seed": ties.seed}


def ties_of(value: Json) -> Ties:
    """Read an order for ties, or raise Unreadable."""
    record = Record.of(value, {"order", "seed"})
    order = record.texts("order")
    if not set(order) <= set(TieKey):
        raise Unreadable("no such key for ties")
    return Ties(tuple(TieKey(key) for key in order), record.text("seed"))


def contest_value(contest: Contest) -> dict[str, object]:
    """Give a contest as plain values; amounts are minor units of its currency."""
    instance = contest.instance
    return {
        "id": contest.id,
        "name": contest.name,
        "budget": instance.budget,
        "currency": instance.currency,
        "projects": [
            {"code": project.code, "name": project.name, "cost": project.cost}
            for project in instance.projects
        ],
        "conflicts": [list(group) for group in instance.conflicts],
        "quotas": [
            {
                "name": quota.name,
                "projects": list(quota.projects),
                "most": quota.most,
                "reserved": quota.reserved,
            }
            for quota in instance.quotas
        ],
    }


def contest_of(value: Json) -> Contest:
    """Read a contest, or raise Unreadable where it contradicts itself."""
    keys = {"id", "name", "budget", "currency", "projects", "conflicts", "quotas"}
    record = Record.of(value, keys)
    try:
        instance = Instance(
            projects=tuple(map(_project_of, record.items("projects"))),
            budget=record.number("budget"),
            currency=record.text("currency"),
            conflicts=tuple(map(texts_of, record.items("conflicts"))),
            quotas=tuple(map(_quota_of, record.items("quotas"))),
        )
    except ValueError as error:
        raise Unreadable(str(error)) from error
    return Contest(record.text("id"), record.text("name"), instance)


def _project_of(value: Json) -> Project:
    record = Record.of(value, {"code", "name", "cost"})
    return Project(record.text("code"), record.number("cost"), record.text("name"))


def _quota_of(value: Json) -> Quota:
    record = Record.of(value, {"name", "projects", "most", "reserved"})
    most = record.integer_if_any("most")
    if most is not None and most < 0:
        raise Unreadable("a quota is negative")
    return Quota(record.text("name"), record.texts("projects"), most, record.number("reserved"))
