"""What a proposal has to say before it can be submitted."""

from collections.abc import Sequence
from dataclasses import dataclass

from concejo.text import Text, _, ngettext

TITLE_MIN, TITLE_MAX = 10, 120
SUMMARY_MAX_WORDS, SUMMARY_MAX = 80, 600
TEXT_MIN, TEXT_MAX = 150, 20_000
PLACE_MAX = 200
DESCRIPTION_MAX = 200
IMAGES_MAX = 3


@dataclass(frozen=True)
class Content:
    """What its author wrote: the parts that a submission is judged by."""

    title: str
    summary: str
    text: str
    descriptions: Sequence[str] = ()


def faults(content: Content) -> dict[str, Text]:
    """List everything that is missing before a draft can be submitted, by the form's field."""
    found: dict[str, Text] = {}
    if len(content.title) < TITLE_MIN:
        found["title"] = ngettext(
            "The title needs at least {count} character.",
            "The title needs at least {count} characters.",
            TITLE_MIN,
        )
    if not content.summary:
        found["summary"] = _("Write a summary: one or two plain sentences, as you would say it.")
    elif (words := len(content.summary.split())) > SUMMARY_MAX_WORDS:
        found["summary"] = _(
            "The summary has {words} words. Shorten it to {most}.",
            words=words,
            most=SUMMARY_MAX_WORDS,
        )
    if (missing := TEXT_MIN - len(content.text)) > 0:
        found["text"] = ngettext(
            "The text is too short by {count} character. Say what is missing today and who gains.",
            "The text is too short by {count} characters. Say what is missing today and who gains.",
            missing,
        )
    if not all(content.descriptions):
        found["images"] = _("Describe each picture for those who cannot see it.")
    return found
