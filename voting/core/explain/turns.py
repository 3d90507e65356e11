"""Words for greedy: whose turn came, what was left by then, and where the count ended."""

from concejo.text import _, ngettext
from voting.core.explain.notes import Notes
from voting.core.explain.tell import tell
from voting.core.steps import Funded, FundedFromReserve, SkippedOverBudget, Stopped


@tell.register
def _funded(step: Funded, notes: Notes) -> None:
    notes.head(
        step.project,
        _(
            "Funded: {score}, place {place} of all, and {available} still available.",
            score=notes.score(step.score),
            place=notes.place(step.project),
            available=notes.money(step.available),
        ),
    )
    if not notes.is_completing:
        return
    before = notes.unaffordable.get(step.project)
    if before is not None and before.supporters:
        notes.add(
            step.project,
            ngettext(
                "Its {count} supporter had {money} left, less than its cost of {cost}.",
                "Its {count} supporters together had {money} left, less than its cost of {cost}.",
                before.supporters,
                money=notes.money(before.money),
                cost=notes.money(before.cost),
            ),
        )
    notes.add(step.project, _("It was funded with what was left after the voters had bought."))


@tell.register
def _reserve(step: FundedFromReserve, notes: Notes) -> None:
    notes.head(
        step.project,
        _(
            "Funded with help of a reserve: {available} of its {cost} was still available.",
            available=notes.money(step.available),
            cost=notes.money(step.cost),
        ),
    )
    notes.add(
        step.project,
        _(
            "The first project that does not fit needs {percent} % of its cost for that.",
            percent=step.percent,
        ),
    )


@tell.register
def _skipped(step: SkippedOverBudget, notes: Notes) -> None:
    if notes.is_completing and step.project in notes.unaffordable:
        notes.add(
            step.project,
            _(
                "Of what was left over, only {left} was there when its turn came.",
                left=notes.money(step.left),
            ),
        )
    else:
        _lost_for_money(notes, step.project, step.cost, step.left)


def _lost_for_money(notes: Notes, project: str, cost: int, left: int) -> None:
    notes.head(
        project,
        _(
            "Not funded: it costs {cost} and only {left} was left when its turn came.",
            cost=notes.money(cost),
            left=notes.money(left),
        ),
    )
    notes.add(project, _("It would have needed {missing} more.", missing=notes.money(cost - left)))


@tell.register
def _stopped(step: Stopped, notes: Notes) -> None:
    if step.project:
        _lost_for_money(notes, step.project, step.cost, step.left)
        notes.add(step.project, _("By the rule, the count ended there."))
    for code in step.unreached:
        notes.head(code, _("Not funded: the count ended before its turn came."))
        notes.add(
            code,
            _("It ended at “{project}”, which did not fit.", project=notes.name(step.project))
            if step.project
            else _("It ended when the reserve was used."),
        )
