"""What may be a password: long, and not what everybody tries first. No rules on signs and capitals.

After NIST SP 800-63B: at least twelve characters, any of Unicode, compared with common ones and
with the words of this site and of the person.
"""

import re
import unicodedata
from collections.abc import Iterable

from concejo.accounts.passwords.common import PHRASES, WORDS
from concejo.text import Text, _, ngettext

MIN_LENGTH = 12
#: Longer than any phrase; keeps a megabyte from being hashed.
MAX_LENGTH = 512
#: What must be left of a password beside well-known words and rows of keys.
MIN_REST = 8
#: Three common words in a row are a phrase, and not what is tried first.
MAX_WORDS = 2
_SHORTEST_WORD = 4

#: Rows in which fingers or counting go, both ways.
_ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUNS = frozenset(
    row[start : start + 3]
    for line in _ROWS
    for row in (line, line[::-1])
    for start in range(len(row) - 2)
)
_LOOKS_LIKE = str.maketrans("@4310$5!7", "aaeiossit")


def normalise(password: str) -> str:
    """Give the one form of a password whatever the keyboard: NFKC, as NIST asks."""
    return unicodedata.normalize("NFKC", password)


def fault_of(password: str, known: Iterable[str] = ()) -> Text | None:
    """Say why this may not be a password, or None; `known` are names that the person goes by."""
    if not password:
        return _("The password is missing.")
    if len(password) < MIN_LENGTH:
        return ngettext(
            "The password has one character; it needs at least {least}.",
            "The password has {count} characters; it needs at least {least}.",
            len(password),
            least=MIN_LENGTH,
        )
    if len(password) > MAX_LENGTH:
        return _("The password is too long: {most} characters are enough.", most=MAX_LENGTH)
    if _is_easy(_fold(password), {_fold(name) for whole in known for name in _parts(whole)}):
        return _(
            "This password is one of the first that would be tried: it is made of common words,"
            " names or rows of keys. Three or four words that have nothing to do with each other"
            " are better."
        )
    return None


def _is_easy(folded: str, known: set[str]) -> bool:
    if folded in PHRASES or _repeats(folded):
        return True
    rest = _without_runs(folded)
    words = sorted((w for w in WORDS | known if len(w) >= _SHORTEST_WORD), key=len, reverse=True)
    for letters in (rest, rest.translate(_LOOKS_LIKE)):
        pattern = "|".join(map(re.escape, words))
        left, found = re.sub(pattern, "", letters), set(re.findall(pattern, letters))
        if len(found) <= MAX_WORDS and len(left) < min(MIN_REST, len(folded)):
            return True
    return False


def _repeats(folded: str) -> bool:
    """Say whether it is a few signs over and over: aaaaaaaaaaaa, abc1abc1abc1."""
    return any(
        len(folded) > period and folded == (folded[:period] * len(folded))[: len(folded)]
        for period in range(1, 7)
    )


def _without_runs(folded: str) -> str:
    kept = [True] * len(folded)
    for start in range(len(folded) - 2):
        if folded[start : start + 3] in _RUNS or len(set(folded[start : start + 3])) == 1:
            kept[start : start + 3] = [False] * 3
    return "".join(letter for letter, keep in zip(folded, kept, strict=True) if keep)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    signs = [s for s in plain if not unicodedata.combining(s) and (s.isalnum() or s in "@$!")]
    return "".join(signs)


def _parts(name: str) -> list[str]:
    return re.split(r"[\W_]+", name)
