"""Nearness: by how much a project won or lost, in the words of what was counted.

A rule need not be monotone, so no sentence says more than what was tried: that it wins with so many
and not with one fewer, at this cost and not at the next higher one.
"""

from concejo.text import Money, Text, _, ngettext
from voting.core.analysis.margins import Margin, Margins, ProjectMargins, Sought


def tell_margins(margins: Margins, one: ProjectMargins, currency: str) -> tuple[Text, ...]:
    """Tell what would have been enough, or still is, for one project."""
    votes = _spare(one.votes) if one.won else _lacking(one.votes, margins.points)
    cost = _cost(one.cost, currency, won=one.won)
    return tuple(text for text in (votes, cost) if text is not None)


def _lacking(votes: Margin, points: int) -> Text | None:
    """Tell how many more voters who support only it would have been enough."""
    match votes.sought:
        case Sought.FOUND:
            return _enough(votes.number, points)
        case Sought.VAIN:
            return ngettext(
                "{count} more voter who supported it alone would not have been enough.",
                "{count} more voters who supported it alone would not have been enough.",
                votes.number,
            )
        case Sought.NEVER:
            return _("No number of further votes would have been enough at its cost.")
        case Sought.NOT_COMPUTED:
            return _(
                "How many more votes would have been enough was not worked out: it takes too many"
                " recounts."
            )
    return None


def _enough(voters: int, points: int) -> Text:
    if points > 1:
        return ngettext(
            "With {count} more voter, who gave {points} points to it alone, it would have won;"
            " without, it does not.",
            "With {count} more voters, who each gave {points} points to it alone, it would have"
            " won; with one fewer of them it would not.",
            voters,
            points=points,
        )
    return ngettext(
        "With {count} more voter, who supported it alone, it would have won; without, it does not.",
        "With {count} more voters, who supported it alone, it would have won; with one fewer of"
        " them it would not.",
        voters,
    )


def _spare(votes: Margin) -> Text | None:
    """Tell how many of its votes a winner did not need."""
    match votes.sought:
        case Sought.FOUND if not votes.number:
            return _("With one vote fewer it would not have won.")
        case Sought.FOUND:
            return ngettext(
                "With {count} vote fewer it would still have won; with one fewer yet it would not.",
                "With {count} votes fewer it would still have won; with one fewer yet it would"
                " not.",
                votes.number,
            )
        case Sought.NEVER:
            return _("It would have won with fewer votes, however few.")
    return None


def _cost(cost: Margin, currency: str, *, won: bool) -> Text | None:
    """Tell the highest cost at which it wins, beside the next one at which it does not."""
    match cost.sought:
        case Sought.FOUND:
            here, next_ = Money(cost.number, currency), Money(cost.number + 1, currency)
            return (
                _(
                    "At a cost of {here} it would still have won; at {next} not.",
                    here=here,
                    next=next_,
                )
                if won
                else _(
                    "At a cost of {here} it would have won; at {next} not.", here=here, next=next_
                )
            )
        case Sought.NEVER:
            return _("At no cost would it have won.")
        case Sought.NOT_COMPUTED:
            return _("At which cost it wins was not worked out: it takes too many recounts.")
    return None
