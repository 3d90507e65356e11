"""What the ceremony says on the terminal, in the language of those present."""

import sys
from dataclasses import dataclass

from concejo.i18n import translate
from concejo.text import Text


@dataclass(frozen=True)
class Voice:
    """Speak one language: `es` or `en`."""

    language: str

    def words(self, text: Text) -> str:
        """Put a sentence into the language."""
        return translate(text, self.language)

    def say(self, text: Text) -> None:
        """Print a sentence, at once, so that it stands before the question that follows."""
        print(self.words(text), flush=True)

    def tell(self, name: Text | str, value: object) -> None:
        """Print a value with its name before it."""
        words = (translate(each, self.language) for each in (name, value))
        print(": ".join(words), flush=True)

    def warn(self, text: Text) -> None:
        """Print a sentence that must not be lost where the output goes to a file."""
        print(self.words(text), file=sys.stderr, flush=True)
