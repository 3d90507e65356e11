"""The form by which the contact point gives a result its destination."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from concejo.commitments.core.destination import (
    LEAST_DECLINE,
    LEAST_REVISION,
    LEAST_VALUE,
    Cause,
    Kind,
    Value,
)
from concejo.commitments.core.draft import LONGEST_TITLE
from concejo.commitments.core.typed import Answers
from concejo.errors import Invalid
from concejo.text import Text, _

#: What the list of drafts says for a draft that is not there yet.
NEW = "new"


class NoValueApplies(Invalid):
    """A result that serves no value of open government: its place is the portfolio."""


@dataclass(frozen=True)
class DestinationForm:
    """A destination with all that its kind asks for.

    `version` is the decision that whoever decides has seen: 0 where there was none. `joins` is the
    draft that a commitment joins, None where it opens a new one with `title`.
    """

    kind: Kind
    version: int = 0
    responsible_body: str = ""
    budget_line: str = ""
    due_on: date | None = None
    cause: Cause | None = None
    reason: str = ""
    values: Mapping[Value, str] = field(default_factory=dict)
    joins: int | None = None
    title: str = ""
    revision: str = ""

    @classmethod
    def parse(cls, typed: Mapping[str, object], today: date) -> "DestinationForm":
        """Read the form, or give every reason why it cannot be taken."""
        answers = Answers(typed)
        answers.typed["kind"] = answers.typed.get("instead") or answers.typed.get("kind", "")
        version = answers.number("version")
        revision = answers.words("revision")
        if version and len(revision) < LEAST_REVISION:
            answers.faults["revision"] = _(
                "Say why the destination changes, in at least {least} characters.",
                least=LEAST_REVISION,
            )
        kind = answers.typed["kind"]
        if kind == Kind.PORTFOLIO:
            form = _portfolio(answers, version, revision, today)
        elif kind == Kind.COMMITMENT:
            form = _commitment(answers, version, revision)
        else:
            form = _declined(answers, version, revision)
            if kind != Kind.DECLINED:
                answers.faults = {"kind": _("Choose a destination.")}
        if answers.faults:
            raise Invalid(answers.faults, answers.typed)
        return form


def _portfolio(answers: Answers, version: int, revision: str, today: date) -> DestinationForm:
    form = DestinationForm(
        kind=Kind.PORTFOLIO,
        version=version,
        revision=revision,
        responsible_body=answers.line("responsible_body"),
        budget_line=answers.line("budget_line"),
        due_on=answers.day("due_on"),
        reason=answers.words("note"),
    )
    if not form.responsible_body:
        answers.faults.setdefault(
            "responsible_body", _("Name the body that answers for the project.")
        )
    if not form.budget_line:
        answers.faults.setdefault("budget_line", _("Name the budget line that pays for it."))
    if form.due_on is None:
        answers.faults.setdefault("due_on", _("Give the day on which it has to be done."))
    elif form.due_on <= today:
        answers.faults["due_on"] = _("That day is over: choose a later one.")
    return form


def _commitment(answers: Answers, version: int, revision: str) -> DestinationForm:
    reasons = {value: answers.words(value) for value in Value}
    values = {value: reason for value, reason in reasons.items() if reason}
    joins = answers.number("commitment") or None
    title = answers.line("title", LONGEST_TITLE) if joins is None else ""
    for value, reason in values.items():
        if len(reason) < LEAST_VALUE:
            answers.faults[value] = _(
                "Give the reason in at least {least} characters; this has {count}.",
                least=LEAST_VALUE,
                count=len(reason),
            )
    if joins is None and not title:
        answers.faults.setdefault(
            "title", _("Give the new draft a title, or choose a draft to join.")
        )
    if not values:
        raise NoValueApplies({**answers.faults, "": NO_VALUE}, answers.typed)
    return DestinationForm(
        kind=Kind.COMMITMENT,
        version=version,
        revision=revision,
        values=values,
        joins=joins,
        title=title,
    )


NO_VALUE: Text = _(
    "A commitment has to serve transparency, participation or accountability, and no reason is"
    " given for any of them. If none applies, the place of this result is the portfolio: its"
    " delivery is followed there."
)


def _declined(answers: Answers, version: int, revision: str) -> DestinationForm:
    cause = answers.typed.get("cause", "")
    reason = answers.words("reason")
    if cause not in set(Cause):
        answers.faults["cause"] = _("Choose the cause.")
    if len(reason) < LEAST_DECLINE:
        answers.faults.setdefault(
            "reason",
            _(
                "Residents voted for this: say why it is not done, in at least {least} characters;"
                " this has {count}.",
                least=LEAST_DECLINE,
                count=len(reason),
            ),
        )
    return DestinationForm(
        kind=Kind.DECLINED,
        version=version,
        revision=revision,
        cause=Cause(cause) if cause in set(Cause) else None,
        reason=reason,
        responsible_body=answers.line("deciding_body"),
    )
