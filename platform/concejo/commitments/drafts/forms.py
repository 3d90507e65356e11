"""The form by which a draft commitment is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from concejo.commitments.core.draft import LONGEST_TITLE, MOST_MILESTONES, Draft, Step, faults
from concejo.commitments.core.typed import Answers
from concejo.errors import Invalid
from concejo.text import _


@dataclass(frozen=True)
class DraftForm:
    """A draft as far as it is written, and the version that whoever writes has seen."""

    draft: Draft
    version: int

    @classmethod
    def parse(cls, typed: Mapping[str, object]) -> "DraftForm":
        """Read the form. What is missing may be missing; what contradicts itself is refused."""
        answers = Answers(typed)
        rows = [_step(answers, place) for place in range(MOST_MILESTONES)]
        kept = [place for place, step in enumerate(rows) if not step.is_blank]
        draft = Draft(
            title=answers.line("title", LONGEST_TITLE),
            problem=answers.words("problem"),
            solution=answers.words("solution"),
            expected_results=answers.words("expected_results"),
            lead_body=answers.line("lead_body"),
            contact=answers.line("contact"),
            transparency=answers.words("transparency"),
            participation=answers.words("participation"),
            accountability=answers.words("accountability"),
            starts_on=answers.day("starts_on"),
            ends_on=answers.day("ends_on"),
            steps=tuple(rows[place] for place in kept),
        )
        if not draft.title:
            answers.faults.setdefault("title", _("Give the draft a title, to be found by."))
        for name, fault in faults(draft).items():
            answers.faults.setdefault(_as_typed(name, kept), fault)
        if answers.faults:
            raise Invalid(answers.faults, answers.typed)
        return cls(draft, answers.number("version"))


def _step(answers: Answers, place: int) -> Step:
    return Step(
        title=answers.line(f"step-{place}-title", 150),
        product=answers.line(f"step-{place}-product", 300),
        responsible=answers.line(f"step-{place}-responsible"),
        starts_on=answers.day(f"step-{place}-starts_on"),
        due_on=answers.day(f"step-{place}-due_on"),
    )


def _as_typed(name: str, kept: list[int]) -> str:
    """Name the field where it was typed: rows left blank in between are no milestones."""
    if not name.startswith("step-"):
        return name
    _prefix, place, field = name.split("-")
    return f"step-{kept[int(place)]}-{field}"


def typed_of(draft: Draft) -> dict[str, object]:
    """Give a draft as it stands in the form."""
    words = (
        "title",
        "problem",
        "solution",
        "expected_results",
        "lead_body",
        "contact",
        "transparency",
        "participation",
        "accountability",
    )
    typed: dict[str, object] = {name: getattr(draft, name) for name in words}
    typed |= {"starts_on": draft.starts_on or "", "ends_on": draft.ends_on or ""}
    for place, step in enumerate(draft.steps):
        typed[f"step-{place}-title"] = step.title
        typed[f"step-{place}-product"] = step.product
        typed[f"step-{place}-responsible"] = step.responsible
        typed[f"step-{place}-starts_on"] = step.starts_on or ""
        typed[f"step-{place}-due_on"] = step.due_on or ""
    return typed
