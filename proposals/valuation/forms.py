"""What the technical office answers about a proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from concejo.amounts import NotAnAmount, parse_money
from concejo.errors import Invalid
from concejo.processes.services import Envelope
from concejo.text import Money, Text, _, ngettext
from concejo.typed import read_line, read_number, read_words

#: A "no" takes away somebody's work: it needs more than a sentence.
REASONS_MIN, REASONS_MIN_OF_NO, REASONS_MAX = 20, 200, 10_000
BODY_MAX = 160

UNANSWERED: dict[str, Text] = {
    "is_competent": _("Say whether it is the municipality's competence."),
    "is_feasible": _("Say whether it is feasible."),
}


@dataclass(frozen=True)
class ValuationForm:
    """A verdict of the technical office; `cost` is None where the proposal is not feasible.

    `revision` counts the valuations that the technician had read: 0 where there was none.
    """

    is_competent: bool
    competent_body: str
    is_feasible: bool
    cost: Money | None
    reasons: str
    revision: int = 0

    @classmethod
    def parse(cls, typed: Mapping[str, object], area: Envelope) -> Self:
        """Check a verdict on a proposal for an area: the cost has to fit its envelope."""
        faults: dict[str, Text] = {}
        is_competent = _answer(typed, "is_competent", faults)
        body = read_line(typed.get("competent_body"))
        if len(body) > BODY_MAX:
            faults["competent_body"] = _("Shorten this to {most} characters.", most=BODY_MAX)
        if is_competent is False and not body:
            faults["competent_body"] = _(
                "Say who is competent, so that its author knows whom to ask."
            )
        is_feasible = _answer(typed, "is_feasible", faults)
        if is_feasible and is_competent is False:
            faults["is_feasible"] = _("What another body has to decide cannot be feasible here.")
        cost = _cost(typed, area, faults) if is_feasible else None
        reasons = _reasons(typed, is_no=is_feasible is False, faults=faults)
        if is_competent is None or is_feasible is None or faults:
            raise Invalid(faults, typed)
        seen = read_number(typed.get("revision")) or 0
        return cls(is_competent, body, is_feasible, cost, reasons, seen)


def _answer(typed: Mapping[str, object], name: str, faults: dict[str, Text]) -> bool | None:
    answers = {"yes": True, "no": False}
    answer = answers.get(read_words(typed.get(name)))
    if answer is None:
        faults[name] = UNANSWERED[name]
    return answer


def _cost(typed: Mapping[str, object], area: Envelope, faults: dict[str, Text]) -> Money | None:
    try:
        cost = parse_money(read_words(typed.get("cost")), area.money.currency)
    except NotAnAmount as problem:
        faults["cost"] = problem.message
        return None
    if cost.amount == 0:
        faults["cost"] = _("The cost has to be more than nothing.")
    elif cost > area.money:
        faults["cost"] = _(
            "{cost} is more than the {envelope} that {area} has: it could never win.",
            cost=cost,
            envelope=area.money,
            area=area.name,
        )
    return cost


def _reasons(typed: Mapping[str, object], *, is_no: bool, faults: dict[str, Text]) -> str:
    reasons = read_words(typed.get("reasons"))
    least = REASONS_MIN_OF_NO if is_no else REASONS_MIN
    if len(reasons) < least:
        faults["reasons"] = ngettext(
            "Give the reasons, in at least {count} character: they are public.",
            "Give the reasons, in at least {count} characters: they are public.",
            least,
        )
    elif len(reasons) > REASONS_MAX:
        faults["reasons"] = ngettext(
            "That is too long by {count} character.",
            "That is too long by {count} characters.",
            len(reasons) - REASONS_MAX,
        )
    return reasons
