"""Read the catalogues of a language into one, and answer as gettext does."""

from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent


class Catalogue(NullTranslations):
    """The sentences of one language, from all rooms; an unknown sentence stays English."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.sentences: dict[str, str] = {}
        self.counted: dict[str, tuple[str, ...]] = {}
        for path in sorted((FOLDER / language).glob("*.po")):
            self._take(path)

    def _take(self, path: Path) -> None:
        with path.open("rb") as file:
            for message in read_po(file, locale=self.language, abort_invalid=True):
                match message.id, message.string:
                    case [str(key), _], [*forms]:
                        self.counted[key] = tuple(forms)
                    case str(key), str(sentence) if key and sentence:
                        self.sentences[key] = sentence

    def gettext(self, message: str) -> str:
        """Give a sentence in this language."""
        return self.sentences.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Give a sentence that counts; Spanish and English know one and many."""
        forms = self.counted.get(msgid1)
        if not forms or not all(forms):
            forms = (msgid1, msgid2)
        return forms[0] if n == 1 else forms[1]


@cache
def catalogue(language: str) -> Catalogue:
    """Give the catalogue of a language, read once."""
    return Catalogue(language)
