"""What a comment argues, and how deep an answer may go."""

from enum import StrEnum

from concejo.text import Text, _

TEXT_MIN, TEXT_MAX = 5, 2000

#: A comment, an answer to it, an answer to that: deeper, nobody follows on a telephone.
DEPTH_MAX = 2

#: How many comments somebody may write in so many minutes: a talk, not a flood.
COMMENTS_MAX, MINUTES = 10, 10


class Stance(StrEnum):
    """What a comment argues."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"


NAMES: dict[Stance, Text] = {
    Stance.FOR: _("In favour"),
    Stance.AGAINST: _("Against"),
    Stance.NEUTRAL: _("Neither for nor against"),
}


def subject(comment_id: int) -> str:
    """Name a comment in the audit log and among the decisions."""
    return f"comment:{comment_id}"
