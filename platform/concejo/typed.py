"""Read what people type, before anybody asks what it means: words, a line, a number, a row.

Every form begins here, so that what no database takes is out of the way in one place: a NUL byte,
a number of five thousand digits, two kinds of line breaks.
"""

import unicodedata

#: What a whole number has room for in a column of either database, and what the id of a row has.
NUMBER_MAX, ROW_MAX = 2**31 - 1, 2**63 - 1


def read_words(typed: object) -> str:
    """Give typed words without the space around them; nothing where something else was sent."""
    text = str(typed) if isinstance(typed, str | int) else ""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def read_line(typed: object) -> str:
    """Give typed words on one line, with one space between two."""
    return " ".join(read_words(typed).split())


def read_number(typed: object, most: int = NUMBER_MAX) -> int | None:
    """Give a whole number from 0 to `most`; None for anything else."""
    text = read_words(typed)
    # The length goes first: Python refuses to read a number of thousands of digits.
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    number = int(text)
    return number if number <= most else None


def read_row(typed: object) -> int | None:
    """Give a number that a row can have; None for anything else."""
    return read_number(typed, ROW_MAX) or None


def fold(text: str) -> str:
    """Write a text without accents and capitals: who looks for "arbol" finds "Árbol"."""
    # Some letters have a capital only once they are taken apart: 𝕬 is a mathematical A.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
