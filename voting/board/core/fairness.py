"""Fairness: what the checks of proportionality found, told to a resident.

Each check is a question; the answer is yes, no with a counter-example, or not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from concejo.text import Money, Text, _, ngettext
from voting.core.analysis.priceability import Priceability, Verdict
from voting.core.analysis.proportionality import Axiom, Check, Neglected
from voting.core.analysis.report import Analysis

#: Of many counter-examples the strongest are told, and how many there are.
_TOLD = 3


class Answer(StrEnum):
    """What a check found."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """Be a question of proportionality with its answer, and the sentences that show it.

    `name` is what scholars call it.
    """

    name: Text
    question: Text
    answer: Answer
    sentences: tuple[Text, ...]


def tell_checks(analysis: Analysis, names: Mapping[str, str]) -> tuple[Finding, ...]:
    """Tell all that was checked; projects are called by `names`."""
    if not analysis.checks:
        return ()
    checked = [_checked(check, analysis.currency, names) for check in analysis.checks]
    return (*checked, _priced(analysis.priceability, analysis.currency, names))


_QUESTIONS = {
    Axiom.ANY_BY_COST: (
        _("EJR+ up to any project, by cost"),
        _("Did every group of voters get about as much money as its share?"),
    ),
    Axiom.ONE_BY_NUMBER: (
        _("EJR+ up to one project, by number"),
        _("Did every group of voters get about as many projects as its share pays for?"),
    ),
}


def _checked(check: Check, currency: str, names: Mapping[str, str]) -> Finding:
    name, question = _QUESTIONS[check.axiom]
    if check.holds:
        holds = ngettext(
            "Checked for {count} project that was not chosen and all groups of its supporters.",
            "Checked for {count} projects that were not chosen and all groups of their supporters.",
            check.projects,
        )
        return Finding(name, question, Answer.YES, (holds,))
    tell = _by_cost if check.axiom is Axiom.ANY_BY_COST else _by_number
    told = [tell(one, currency, names) for one in check.counterexamples[:_TOLD]]
    more = len(check.counterexamples) - len(told)
    if more:
        told.append(
            ngettext(
                "The same is so for {count} more project.",
                "The same is so for {count} more projects.",
                more,
            )
        )
    return Finding(name, question, Answer.NO, tuple(told))


def _by_cost(one: Neglected, currency: str, names: Mapping[str, str]) -> Text:
    values = {
        "project": names[one.project],
        "cost": Money(one.cost, currency),
        "shares": Money(one.shares, currency),
    }
    if not one.has:
        return ngettext(
            "{count} voter supports “{project}”, and a share of {shares} would pay its cost,"
            " {cost}; yet no project of this voter's was chosen.",
            "{count} voters support “{project}”, and their equal shares, {shares} together, would"
            " pay its cost, {cost}; yet none of them has a project of theirs chosen.",
            one.voters,
            **values,
        )
    return ngettext(
        "{count} voter supports “{project}”, which costs {cost}, and has a share of {shares}; yet"
        " the chosen projects of this voter cost {has} only.",
        "{count} voters support “{project}”, which costs {cost}, and their equal shares come to"
        " {shares}; yet none of them has chosen projects that cost more than {has} together.",
        one.voters,
        has=Money(one.has, currency),
        **values,
    )


def _by_number(one: Neglected, currency: str, names: Mapping[str, str]) -> Text:
    values = {
        "project": names[one.project],
        "cost": Money(one.cost, currency),
        "shares": Money(one.shares, currency),
    }
    enough = ngettext("{count} project of that cost", "{count} projects of that cost", one.deserved)
    return ngettext(
        "{count} voter supports “{project}”, which costs {cost}, and has a share of {shares},"
        " enough for {enough}; yet no more than {has} of this voter's projects are chosen.",
        "{count} voters support “{project}”, which costs {cost}, and their equal shares come to"
        " {shares}, enough for {enough}; yet none of them has more than {has} projects chosen.",
        one.voters,
        enough=enough,
        has=one.has,
        **values,
    )


def _priced(found: Priceability, currency: str, names: Mapping[str, str]) -> Finding:
    answers = {
        Verdict.SHOWN: Answer.YES,
        Verdict.DISPROVED: Answer.NO,
        Verdict.NOT_SHOWN: Answer.UNKNOWN,
    }
    return Finding(
        _("Priceability"),
        _("Can voters with equal money have bought exactly the chosen projects?"),
        answers[found.verdict],
        (_prices(found, currency, names),),
    )


def _prices(found: Priceability, currency: str, names: Mapping[str, str]) -> Text:
    if found.verdict is Verdict.SHOWN:
        return _(
            "With {share} for each voter, those who support a chosen project paid for it alone, and"
            " nobody else's project could be paid with what its supporters have left.",
            share=Money(found.share, currency),
        )
    if found.verdict is Verdict.NOT_SHOWN:
        return _("No payments are known that show it, and nothing is known that rules them out.")
    project, cost = names[found.project], Money(found.cost, currency)
    if not found.voters:
        return _("Nobody supports “{project}”, so that nobody could pay for it.", project=project)
    return ngettext(
        "To pay for the chosen projects each voter needs at least {share}; then {count} voter who"
        " supports “{project}” and no chosen project keeps {left}, more than its cost of {cost}.",
        "To pay for the chosen projects each voter needs at least {share}; then {count} voters who"
        " support “{project}” and no chosen project keep {left}, more than its cost of {cost}.",
        found.voters,
        share=Money(found.share, currency),
        project=project,
        left=Money(found.left, currency),
        cost=cost,
    )
