"""What somebody types to say something about a proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from concejo.errors import Invalid
from concejo.text import Text, _, ngettext
from concejo.typed import read_words
from proposals.threads.core import TEXT_MAX, TEXT_MIN, Stance


@dataclass(frozen=True)
class CommentForm:
    """A comment; an answer takes no stance of its own."""

    text: str
    stance: Stance = Stance.NEUTRAL

    @classmethod
    def parse(cls, typed: Mapping[str, object], *, is_answer: bool = False) -> Self:
        """Check a comment: what it argues, and that it says something."""
        faults: dict[str, Text] = {}
        text = read_words(typed.get("text"))
        stance = next((s for s in Stance if s == typed.get("stance")), None)
        if is_answer:
            stance = Stance.NEUTRAL
        if stance is None:
            faults["stance"] = _("Say whether you are for, against or neither.")
        if len(text) < TEXT_MIN:
            faults["text"] = _("Write your comment.")
        elif len(text) > TEXT_MAX:
            faults["text"] = ngettext(
                "That is too long by {count} character.",
                "That is too long by {count} characters.",
                len(text) - TEXT_MAX,
            )
        if stance is None or faults:
            raise Invalid(faults, typed)
        return cls(text, stance)
