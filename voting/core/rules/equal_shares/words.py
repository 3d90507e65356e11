"""Words: the method of equal shares, told to a resident with the parameters it has."""

from collections.abc import Mapping

from concejo.text import Money, Text, _
from voting.core.outcome import RuleSpec
from voting.core.rules.entry import describe_entry

_Parameters = Mapping[str, int | str | bool]


def describe(spec: RuleSpec, currency: str) -> tuple[Text, ...]:
    """Tell a resident how winners are chosen."""
    parameters = spec.parameters
    sentences = [
        *describe_entry(spec),
        _("The budget is divided equally among all who voted.")
        if parameters["blank_has_share"]
        else _("The budget is divided equally among all whose ballot is not blank."),
        _("A project is funded when those who support it can together pay its cost."),
        _("They pay the same for each vote or point, or all that they have left."),
        _("The project whose supporters need the smallest part of its cost each is bought first.")
        if parameters["satisfaction"] == "cost"
        else _("The project that is cheapest for each of its supporters is bought first."),
    ]
    if parameters["completion"] in ("add1", "add1u"):
        sentences += _rounds(parameters, currency)
    if parameters["completion"] in ("utilitarian", "add1u"):
        sentences.append(
            _("What is left then goes to the projects with the highest score that fit.")
        )
    return (*sentences, *_comparison(parameters))


def _rounds(parameters: _Parameters, currency: str) -> list[Text]:
    step = Money(int(parameters["step"]), currency)
    sentences = [
        _("Then all is counted again with {step} more for each voter, over and over.", step=step),
        _("The last count that stays within the budget is kept."),
    ]
    if parameters["start"] == "floor":
        sentences.append(
            _("The first share is rounded down to a whole number of steps of {step}.", step=step)
        )
    if parameters["exhaustive_stop"]:
        sentences.append(
            _("The repetition ends early when no further project fits in the budget.")
            if parameters["fits"] == "any"
            else _(
                "The repetition ends early when no further project that somebody supports fits in"
                " the budget."
            )
        )
    return sentences


def _comparison(parameters: _Parameters) -> list[Text]:
    if parameters["comparison"] == "none":
        return []
    return [
        _(
            "At the end these winners are compared with those who would have won by votes alone:"
            " if more voters have more of their projects among the latter, those win."
        )
        if parameters["comparison"] == "number"
        else _(
            "At the end these winners are compared with those who would have won by votes alone:"
            " if more voters have at least one of their projects among the latter only, those win."
        )
    ]
