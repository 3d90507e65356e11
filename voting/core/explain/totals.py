"""Words for Phragmén's loads, and for the choice with the best total."""

from concejo.text import Text, _, ngettext
from voting.core.explain.notes import Notes
from voting.core.explain.tell import tell
from voting.core.steps import Carried, LeftOut, Maximised
from voting.core.ties import TieKey


@tell.register
def _carried(step: Carried, notes: Notes) -> None:
    notes.head(
        step.project,
        ngettext(
            "Funded: its {count} supporter pays it and has then paid {load} in all.",
            "Funded: its {count} supporters share its cost, and each has then paid {load} in all.",
            step.supporters,
            load=notes.money(step.load),
        ),
    )
    notes.add(
        step.project,
        _("With no other project that still fits would supporters have had to pay less in all."),
    )


@tell.register
def _maximised(step: Maximised, notes: Notes) -> None:
    for code in notes.outcome.winners:
        notes.head(
            code,
            _(
                "Funded: it is in the choice with the highest total that fits, {total}.",
                total=step.score,
            ),
        )


@tell.register
def _left_out(step: LeftOut, notes: Notes) -> None:
    if step.best_with < 0:
        notes.head(step.project, _("Not funded: no choice of projects that fits can have it."))
        return
    if not step.tie:
        notes.head(
            step.project,
            _(
                "Not funded: the best choice that has it comes to {total} only.",
                total=step.best_with,
            ),
        )
        return
    notes.head(
        step.project,
        _("Not funded: a choice that has it comes to {total} too.", total=step.best_with),
    )
    notes.add(step.project, _decided(step.tie))


def _decided(tie: str) -> Text:
    """Say what decides between choices with the same total."""
    if tie == TieKey.CHEAPEST:
        return _("Of choices with the same total, the one that costs less in all is taken.")
    return _("Of choices with the same total and cost, the declared order for ties decides.")
