"""Words for who is not considered, and for who finds no room beside the winners."""

from concejo.text import Text, _, ngettext
from voting.core.explain.notes import Notes
from voting.core.explain.tell import tell
from voting.core.steps import BelowThreshold, ExcludedByConflict, ExcludedByQuota, TooFewSupporters


@tell.register
def _below(step: BelowThreshold, notes: Notes) -> None:
    notes.head(
        step.project,
        _(
            "Not funded: it has {score}, and at least {threshold} were needed.",
            score=notes.score(step.score),
            threshold=step.threshold,
        ),
    )


@tell.register
def _too_few(step: TooFewSupporters, notes: Notes) -> None:
    notes.head(
        step.project,
        ngettext(
            "Not funded: {count} voter supports it, and at least {needed} were needed.",
            "Not funded: {count} voters support it, and at least {needed} were needed.",
            step.supporters,
            needed=step.needed,
        ),
    )


@tell.register
def _conflict(step: ExcludedByConflict, notes: Notes) -> None:
    project = notes.name(step.winner)
    _shut_out(
        notes,
        step.project,
        _(
            "Not funded: it cannot be carried out beside “{project}”, which was funded before it.",
            project=project,
        ),
        _(
            "What was left over could not go to it: it cannot be carried out beside “{project}”.",
            project=project,
        ),
    )


@tell.register
def _quota(step: ExcludedByQuota, notes: Notes) -> None:
    cost, left = notes.money(step.cost), notes.money(max(step.left, 0))
    _shut_out(
        notes,
        step.project,
        _(
            "Not funded: it costs {cost}, and the limit for “{quota}” left only {left} for it.",
            cost=cost,
            left=left,
            quota=step.quota,
        ),
        _(
            "What was left over could not go to it: the limit for “{quota}” left only {left} for"
            " it.",
            left=left,
            quota=step.quota,
        ),
    )


def _shut_out(notes: Notes, code: str, headline: Text, afterwards: Text) -> None:
    """Say why there was no room; who could not be bought before that has a headline already."""
    if not notes.is_completing or code not in notes.unaffordable:
        notes.head(code, headline)
    else:
        notes.add(code, afterwards)
