"""What a draft commitment lacks before consultation, and what would count against it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from concejo.commitments.core.destination import LEAST_VALUE, VALUES, Value
from concejo.text import Text, _, ngettext
from concejo.typed import fold

LONGEST_TITLE = 150
LEAST_PROBLEM = 200
LEAST_MILESTONES = 2
MOST_MILESTONES = 12


@dataclass(frozen=True)
class Step:
    """A milestone as it is written: what will be there, who answers for it, and when."""

    title: str = ""
    product: str = ""
    responsible: str = ""
    starts_on: date | None = None
    due_on: date | None = None

    @property
    def is_blank(self) -> bool:
        """Say whether nothing at all was written."""
        return self == Step()


@dataclass(frozen=True)
class Draft:
    """A commitment as far as it is written; what is not written yet is empty."""

    title: str = ""
    problem: str = ""
    solution: str = ""
    expected_results: str = ""
    lead_body: str = ""
    contact: str = ""
    transparency: str = ""
    participation: str = ""
    accountability: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    steps: tuple[Step, ...] = ()

    @property
    def values(self) -> dict[Value, str]:
        """Give the values that the draft claims, each with its reason."""
        reasons = {
            Value.TRANSPARENCY: self.transparency,
            Value.PARTICIPATION: self.participation,
            Value.ACCOUNTABILITY: self.accountability,
        }
        return {value: reason for value, reason in reasons.items() if reason}


def missing(draft: Draft, origins: int) -> tuple[Text, ...]:
    """List what the draft lacks to be consulted on; none means that it is ready."""
    return (
        *_missing_words(draft),
        *_missing_values(draft),
        *_missing_dates(draft),
        *_missing_steps(draft),
        *_missing_origins(origins),
    )


def _missing_words(draft: Draft) -> list[Text]:
    lacks = []
    if not draft.title:
        lacks.append(_("The title."))
    if len(draft.problem) < LEAST_PROBLEM:
        lacks.append(
            _(
                "The public problem, in at least {least} characters; it has {count}.",
                least=LEAST_PROBLEM,
                count=len(draft.problem),
            )
        )
    words = (
        (draft.solution, _("The solution: what will be done.")),
        (draft.expected_results, _("The expected results.")),
        (draft.lead_body, _("The body that leads it.")),
        (draft.contact, _("Whom to write to.")),
    )
    return lacks + [lack for written, lack in words if not written]


def _missing_values(draft: Draft) -> list[Text]:
    if not draft.values:
        return [_("At least one value of open government, with its reason.")]
    return [
        _(
            "The reason for {value}, in at least {least} characters.",
            value=VALUES[value],
            least=LEAST_VALUE,
        )
        for value, reason in draft.values.items()
        if len(reason) < LEAST_VALUE
    ]


def _missing_dates(draft: Draft) -> list[Text]:
    if draft.starts_on is None or draft.ends_on is None:
        return [_("The dates on which it starts and ends.")]
    return []


def _missing_steps(draft: Draft) -> list[Text]:
    lacks = []
    if len(draft.steps) < LEAST_MILESTONES:
        lacks.append(
            _(
                "At least {least} milestones; it has {count}.",
                least=LEAST_MILESTONES,
                count=len(draft.steps),
            )
        )
    for number, step in enumerate(draft.steps, 1):
        if not (step.title and step.responsible and step.starts_on and step.due_on):
            lacks.append(
                _(
                    "Milestone {number}: its title, who answers for it and both dates.",
                    number=number,
                )
            )
        if not step.product or is_vague(step.product):
            lacks.append(
                _("Milestone {number}: a product that can be counted or seen.", number=number)
            )
    return lacks


def _missing_origins(origins: int) -> list[Text]:
    return [] if origins else [_("At least one result that it comes from.")]


def faults(draft: Draft) -> dict[str, Text]:
    """Give what contradicts itself in the dates, by field: such a draft is not even saved."""
    found: dict[str, Text] = {}
    if draft.starts_on and draft.ends_on and draft.ends_on <= draft.starts_on:
        found["ends_on"] = _("The commitment ends before it starts: choose a later day.")
    for place, step in enumerate(draft.steps):
        if step.starts_on and step.due_on and step.due_on < step.starts_on:
            found[f"step-{place}-due_on"] = _(
                "Milestone {number} is due before it starts.", number=place + 1
            )
        if step.starts_on and draft.starts_on and step.starts_on < draft.starts_on:
            found[f"step-{place}-starts_on"] = _(
                "Milestone {number} starts before the commitment does.", number=place + 1
            )
        if step.due_on and draft.ends_on and step.due_on > draft.ends_on:
            found[f"step-{place}-due_on"] = _(
                "Milestone {number} is due after the commitment ends.", number=place + 1
            )
    return found


def warnings(draft: Draft) -> tuple[Text, ...]:
    """List what does not stop the draft but would count against it when it is reviewed."""
    found = [
        _(
            "Milestone {number} says what is wished for, not what will be there: name a product"
            " that can be counted or seen.",
            number=number,
        )
        for number, step in enumerate(draft.steps, 1)
        if is_vague(step.title) or (step.product and is_vague(step.product))
    ]
    if is_only_publishing(draft):
        found.append(
            _(
                "It only opens a portal or a data set. Reviewers call that modest: say who"
                " will answer for what is published, or what residents"
                " will be able to decide with it."
            )
        )
    return tuple(found)


_WISHES = (
    "impuls",
    "fortalec",
    "avanz",
    "promov",
    "foment",
    "potenci",
    "strengthen",
    "promot",
    "advanc",
    "foster",
)
_MEASURE = re.compile(
    r"\d|\b(un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|veinte|cien|one|two|three|four|five|six|ten)\b"
)


def is_vague(words: str) -> bool:
    """Say whether a step only wishes ("impulsar la cultura") and counts nothing."""
    plain = fold(words).strip()
    return plain.startswith(_WISHES) and not _MEASURE.search(plain)


_PUBLISHING = re.compile(
    r"\b(portal|web|pagina|sitio|visor|dataset|datos abiertos|conjuntos? de datos"
    r"|data ?sets?|open data|website|aplicacion|app)\b"
)


def is_only_publishing(draft: Draft) -> bool:
    """Say whether it is a portal or a data set that serves nothing but transparency."""
    others = {Value.PARTICIPATION, Value.ACCOUNTABILITY} & set(draft.values)
    return bool(_PUBLISHING.search(fold(f"{draft.title} {draft.solution}"))) and not others


def readiness(lacks: Sequence[Text]) -> Text:
    """Say in one sentence whether the draft may be consulted on."""
    if not lacks:
        return _("Ready for consultation: yes.")
    return ngettext(
        "Ready for consultation: no, {count} thing is missing.",
        "Ready for consultation: no, {count} things are missing.",
        len(lacks),
    )
