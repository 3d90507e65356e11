"""What a moderator may decide, and how long the reasons have to be."""

from enum import StrEnum

from concejo.text import Text, _, ngettext

REASON_MIN, REASON_MAX = 20, 2000


class Verdict(StrEnum):
    """What was decided about a proposal or a comment."""

    ADMITTED = "admitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    RESTORED = "restored"


NAMES: dict[Verdict, Text] = {
    Verdict.ADMITTED: _("Proposal admitted"),
    Verdict.RETURNED: _("Proposal returned to its author"),
    Verdict.REJECTED: _("Proposal not admitted"),
    Verdict.HIDDEN: _("Comment hidden"),
    Verdict.RESTORED: _("Comment shown again"),
}

#: An admission needs no reasons: it is the rule, and the others are the exception.
WITHOUT_REASON = frozenset({Verdict.ADMITTED})


def reason_fault(verdict: Verdict, reason: str) -> Text | None:
    """Say what is wrong with the reasons of a decision, or None."""
    if len(reason) > REASON_MAX:
        return ngettext(
            "The reasons have room for {count} character.",
            "The reasons have room for {count} characters.",
            REASON_MAX,
        )
    if verdict not in WITHOUT_REASON and len(reason) < REASON_MIN:
        return ngettext(
            "Give the reasons, in at least {count} character: they are public.",
            "Give the reasons, in at least {count} characters: they are public.",
            REASON_MIN,
        )
    return None
