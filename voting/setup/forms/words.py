"""Words: what each rule and each of its parameters means for a resident, and whom it suits.

A rule or a parameter that has no words here is not offered; a test sees that none is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from concejo.text import Text, _


@dataclass(frozen=True)
class Words:
    """Say what a parameter is about, and what each of its choices means.

    `is_money`, `is_share` (of all who vote, in thousandths) and `is_percent` tell what a number is.
    """

    label: Text
    hint: Text | None = None
    options: Mapping[str, tuple[Text, Text]] = field(default_factory=dict)
    is_further: bool = True
    is_money: bool = False
    is_share: bool = False
    is_percent: bool = False


#: Each rule in the order in which the page offers them: what it means, and whom it suits.
RULES: dict[str, Text] = {
    "greedy": _(
        "Projects are funded from the one with the most votes down, while the money lasts."
        " Everybody understands it. Good for one neighbourhood, or where each has money of its"
        " own: among very different groups the largest can take it all."
    ),
    "equal_shares": _(
        "Every voter has the same part of the money. Those who want a project pay it together from"
        " their parts, so that a group gets projects in proportion to its number. Good for a whole"
        " town with different neighbourhoods and needs; it takes longer to explain."
    ),
    "phragmen": _(
        "The cost of each project is spread over those who want it. Each time the project comes"
        " first whose cost can be spread most evenly, so that whoever has much already waits for"
        " others. Good where equal shares seem too long: it is fair to groups in a single count."
    ),
    "max_welfare": _(
        "Of all sets of projects that the money can pay, the one with the most votes together"
        " is funded. Good for a few works of very different cost; a small change in one cost"
        " can change many winners, and small groups are not looked after."
    ),
    "bounded_overspending": _(
        "As with equal shares, but a project can also be funded when those who want it have"
        " nearly its cost; what is missing comes from money that is not used otherwise. Good"
        " where few groups reach a whole project; it is recent and little tried."
    ),
}

_SKIP = (
    _("It is skipped, and the next one has its turn"),
    _(
        "More of the money is used. Good where none of it should lie idle; a cheap project can win"
        " over a dear one that more people want."
    ),
)
_STOP = (
    _("The count ends there"),
    _(
        "Nothing wins that came after something that lost. Good where that would be hard to accept;"
        " money can be left over."
    ),
)
_OVER_BUDGET = Words(
    _("When a project does not fit in what is left"),
    options={"skip": _SKIP, "stop": _STOP},
    is_further=False,
)
_SATISFACTION = Words(
    _("What a project is worth to those who want it"),
    options={
        "cost": (
            _("As much as it costs"),
            _(
                "Each group has a say over the same part of the money, be it in large works or in"
                " small ones. It is what towns with equal shares use."
            ),
        ),
        "cardinality": (
            _("The same, whatever it costs"),
            _(
                "Cheap projects come first, so that more people see one of theirs. Good for many"
                " small works."
            ),
        ),
    },
    is_further=False,
)

#: By the name of the parameter, or by rule and parameter where one name means two things.
PARAMETERS: dict[str, Words] = {
    "threshold": Words(
        _("Least number of votes or points"),
        _("A project with less is not considered. With 1, what nobody wants is never paid."),
        is_further=False,
    ),
    "support_permille": Words(
        _("Least share of voters who want it"),
        _(
            "Of all who vote, whoever votes blank included; 0 for no such need. Good where many"
            " small projects compete and each should have some weight."
        ),
        is_share=True,
    ),
    "support_budgets": Words(
        _("More support for what costs more"),
        _(
            "A project needs a share of the voters that goes with its share of the money. With 3,"
            " a third of it: what costs 30 % of the money needs 10 % of the voters. 0 for no such"
            " need. Good against very dear projects that few want."
        ),
    ),
    "exclusive": Words(
        _("Of projects that exclude each other only one is funded"),
        _("Two works on the same site, say. Without it both can win."),
    ),
    "greedy.by": Words(
        _("Whose turn comes first"),
        options={
            "score": (
                _("The project with the most votes or points"),
                _("As nearly all towns do. Good where large works are wanted too."),
            ),
            "score_per_cost": (
                _("The project with the most votes or points for its money"),
                _("Cheap projects come first, and more of them win. Good for small works."),
            ),
        },
        is_further=False,
    ),
    "over_budget": _OVER_BUDGET,
    "greedy.reserve_percent": Words(
        _("Reserve for the first project that does not fit"),
        _(
            "If at least this part of its cost is left, the town adds what is missing from money"
            " of its own. Only where the count ends there; 0 for no reserve. Poznań takes 80."
        ),
        is_percent=True,
    ),
    "satisfaction": _SATISFACTION,
    "completion": Words(
        _("What becomes of the money that is left over"),
        options={
            "none": (
                _("It stays unspent"),
                _("The strictest. Good where the money is not lost; often much is left."),
            ),
            "add1": (
                _("All is counted again with a little more for each voter, while it fits"),
                _("Fair to the last, but something can be left over. Good for large votes."),
            ),
            "utilitarian": (
                _("It goes to the projects with the most votes that fit"),
                _(
                    "Quick to explain; about that rest the largest group decides. Good for small"
                    " votes."
                ),
            ),
            "add1u": (
                _("First the one, counted again with more; then the other, the most votes"),
                _("Nearly all is spent and it stays fair. Good for most towns."),
            ),
        },
        is_further=False,
    ),
    "step": Words(
        _("How much more each voter gets when all is counted again"),
        _("One whole unit of the currency is usual; less is more exact and takes longer."),
        is_money=True,
    ),
    "start": Words(
        _("The first part of each voter"),
        options={
            "exact": (
                _("Exactly the money divided by the voters"),
                _("Nothing is lost in rounding. Good wherever a computer counts."),
            ),
            "floor": (
                _("Rounded down to a whole number of steps"),
                _("Good where people want to follow the count with round figures."),
            ),
        },
    ),
    "exhaustive_stop": Words(
        _("Counting again ends as soon as no further project fits"),
        _("What is usual. Without it, it goes on until the money would be overspent."),
    ),
    "fits": Words(
        _("Which projects can still fit"),
        options={
            "any": (
                _("Any that is considered"),
                _("As the published method says. Good where every project needs a vote anyway."),
            ),
            "supported": (
                _("Only those that somebody wants"),
                _("Good where the least number of votes is 0: what nobody wants ends nothing."),
            ),
        },
    ),
    "blank_has_share": Words(
        _("Whoever votes blank has a part of the money too"),
        _(
            "Their part pays for nothing, so that less is bought at first. Good where a blank vote"
            " is meant as a no."
        ),
    ),
    "comparison": Words(
        _("Comparison with the projects that have the most votes"),
        options={
            "none": (
                _("None"),
                _("What equal shares choose, holds. Good where their aim is agreed on."),
            ),
            "number": (
                _("Those win instead, if more voters have more of their projects among them"),
                _("A safeguard for a first time. Wieliczka had it in 2023."),
            ),
            "any": (
                _("Those win instead, if more voters have at least one of theirs among them only"),
                _("A safeguard against leaving many without any project of theirs."),
            ),
        },
    ),
    "max_welfare.utility": Words(
        _("What is added up"),
        options={
            "score": (
                _("The votes or points"),
                _("Every wish counts the same. Good for more and cheaper projects."),
            ),
            "score_times_cost": (
                _("The votes or points, times the cost"),
                _("A dear project that many want counts for more. Good for large works."),
            ),
        },
        is_further=False,
    ),
}


def words_of(rule: str, parameter: str) -> Words | None:
    """Give the words for a parameter of a rule, None where nobody found any yet."""
    return PARAMETERS.get(f"{rule}.{parameter}") or PARAMETERS.get(parameter)
