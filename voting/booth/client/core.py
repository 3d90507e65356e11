"""The sentences that the program in a browser says of a ballot, in the reader's language.

See “booth” in voting/README.md. The program knows what is wrong by a code and its values
(`static/js/vote/ballot.js`); `{…}` is filled in there.
"""

from collections.abc import Mapping
from dataclasses import replace

from concejo.text import Text, _, ngettext


def _one(text: Text) -> tuple[Text, ...]:
    return (text,)


def _both(text: Text) -> tuple[Text, ...]:
    """Give the sentence for one and the sentence for several, with the number still open."""
    values = {**text.values, "count": "{count}"}
    return tuple(replace(text, values=values, count=count) for count in (1, 2))


#: What is wrong with a ballot, by its code: one sentence, or one for the number 1 and another one.
FAULTS: Mapping[str, tuple[Text, ...]] = {
    "blank": _one(_("A blank ballot is not allowed here.")),
    "order": _one(_("The choices are not in the order of the codes.")),
    "places_order": _one(
        _("The places must go up from 1 without a gap, equals in the order of the codes.")
    ),
    "unknown_answer": _one(_("There is no answer {code} to this question.", code="{choice}")),
    "unknown_project": _one(_("There is no project {code} on this ballot.", code="{choice}")),
    "repeated": _one(_("“{project}” is chosen more than once.", project="{project}")),
    "one_answer": _one(_("A question takes one answer; {chosen} were chosen.", chosen="{chosen}")),
    "too_few": _both(
        ngettext(
            "At least {count} project must be chosen; {chosen} were.",
            "At least {count} projects must be chosen; {chosen} were.",
            1,
            chosen="{chosen}",
        )
    ),
    "too_many": _both(
        ngettext(
            "At most {count} project may be chosen; {chosen} were.",
            "At most {count} projects may be chosen; {chosen} were.",
            1,
            chosen="{chosen}",
        )
    ),
    "over_budget": _one(
        _(
            "The chosen projects cost {total}, which is {excess} over the budget of {budget}.",
            total="{total}",
            excess="{excess}",
            budget="{budget}",
        )
    ),
    "cost_over": _one(
        _(
            "The chosen projects cost {total}; together they may cost at most {limit}.",
            total="{total}",
            limit="{limit}",
        )
    ),
    "cost_under": _one(
        _(
            "The chosen projects cost {total}; together they must cost at least {limit}.",
            total="{total}",
            limit="{limit}",
        )
    ),
    "no_points": _one(_("This ballot takes no points.")),
    "places_missing": _one(_("Each chosen project needs its place, and only those.")),
    "points_missing": _one(_("Each chosen project needs its points, and only those.")),
    "point_zero": _one(_("Each chosen project needs at least one point.")),
    "points_high": _both(
        ngettext(
            "A project may get at most {count} point.",
            "A project may get at most {count} points.",
            1,
        )
    ),
    "points_low": _both(
        ngettext(
            "A chosen project must get at least {count} point.",
            "A chosen project must get at least {count} points.",
            1,
        )
    ),
    "sum_high": _both(
        ngettext(
            "At most {count} point may be given; {given} were.",
            "At most {count} points may be given; {given} were.",
            1,
            given="{given}",
        )
    ),
    "sum_low": _both(
        ngettext(
            "At least {count} point must be given; {given} were.",
            "At least {count} points must be given; {given} were.",
            1,
            given="{given}",
        )
    ),
}

#: What is wrong with a contest before it is a ballot at all.
FILLING: Mapping[str, tuple[Text, ...]] = {
    "of_contest": _one(_("{contest}: {reason}", contest="{contest}", reason="{reason}")),
    "not_a_number": _one(_("“{typed}” is not a whole number.", typed="{typed}")),
    "blank_and_chosen": _one(
        _("{contest}: choose projects or vote blank, not both.", contest="{contest}")
    ),
    "no_answer": _one(_("{contest}: choose one of the answers.", contest="{contest}")),
    "nothing_or_blank": _one(
        _("{contest}: choose a project, or tick the blank vote.", contest="{contest}")
    ),
    "nothing": _one(_("{contest}: choose at least one project.", contest="{contest}")),
    "equal_places": _one(_("{contest}: two projects have the same place.", contest="{contest}")),
}
