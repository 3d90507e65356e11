"""Read the terms of a vote as they were filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from concejo.errors import Invalid
from concejo.text import Text, _
from voting.core.profile import Scoring
from voting.setup.core import DEFAULT, Terms, faults, joined
from voting.setup.forms.ballots import BLANK, KINDS, bare, read_form, values_of
from voting.setup.forms.fields import Answers, Section
from voting.setup.forms.rules import CONSIDERED, OFFERED, read_rule, typed_rule
from voting.setup.forms.ties import KEYS, ORDER, SEED, read_ties, typed_ties

__all__ = [
    "BLANK",
    "CONSIDERED",
    "KEYS",
    "KINDS",
    "OFFERED",
    "ORDER",
    "SEED",
    "TermsForm",
    "labelled",
    "nothing_typed",
    "typed_of",
]


@dataclass(frozen=True)
class TermsForm:
    """The terms that the page can set."""

    terms: Terms

    @classmethod
    def parse(cls, typed: Mapping[str, object], currency: str) -> Self:
        """Check what was typed, or raise `Invalid` with every reason beside its answer."""
        answers = Answers(typed, currency)
        kind = _chosen(answers, "kind", KINDS, _("Choose what a ballot may hold."))
        form, scoring = read_form(answers, kind) if kind else (DEFAULT.form, Scoring.VOTES)
        rule = _chosen(answers, "rule", OFFERED, _("Choose the rule."))
        spec = read_rule(answers, rule.value, scoring) if rule else DEFAULT.rule
        terms = Terms(form, spec, read_ties(answers))
        if not answers.wrong and (reasons := faults(terms)):
            answers.wrong[""] = joined(reasons)
        if answers.wrong:
            raise Invalid(answers.wrong, answers.typed)
        return cls(terms)


def _chosen(
    answers: Answers, name: str, sections: Sequence[Section], reason: Text
) -> Section | None:
    typed = answers.typed.get(name, "")
    found = next((section for section in sections if section.value == typed), None)
    if found is None:
        answers.wrong[name] = reason
    return found


def labelled(wrong: Mapping[str, Text]) -> dict[str, Text]:
    """Say of each fault which answer it is about, for a list that stands apart from them."""
    sections = (*KINDS, *OFFERED, CONSIDERED)
    fields = (*(field for section in sections for field in section.fields), *ORDER, SEED)
    labels = {field.name: field.label for field in fields}
    return {
        name: _("{answer}: {reason}", answer=labels[name], reason=reason)
        if name in labels
        else reason
        for name, reason in wrong.items()
    }


def typed_of(terms: Terms, currency: str) -> dict[str, str]:
    """Give the terms as the page shows them; what it cannot set is left open."""
    kind = terms.form.kind.value
    scoring = terms.rule.parameters.get("scoring", Scoring.VOTES.value)
    said = values_of(terms.form, scoring)
    typed = {"kind": kind if any(section.value == kind for section in KINDS) else ""}
    for section in KINDS:
        for field in section.fields:
            value = said[bare(field)] if section.value == kind else field.default
            typed[field.name] = field.write(value, currency)
    typed[BLANK.name] = BLANK.write(terms.form.allows_blank, currency)
    return typed | typed_rule(terms.rule, currency) | typed_ties(terms.ties)


def nothing_typed() -> dict[str, str]:
    """Give every answer empty, as a browser sends a box that is not ticked: not at all."""
    return dict.fromkeys(typed_of(DEFAULT, "EUR"), "")
