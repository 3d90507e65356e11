"""What a letter may hold, when to try again, and where its links are."""

import re
from datetime import timedelta

MAX_SUBJECT = 200
#: After so many tries, over about two days, a letter waits for somebody to look.
MAX_TRIES = 10
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


def one_line(text: str) -> str:
    """Give a text as one line: a subject that held a line break could add headers of its own."""
    return " ".join(text.split())


def wait_before(tries: int) -> timedelta:
    """Tell how long to wait after so many tries: five minutes, ten, twenty, up to twelve hours."""
    doublings: int = 2 ** min(tries - 1, 8)
    return min(timedelta(minutes=5) * doublings, timedelta(hours=12))


def pieces(body: str) -> list[tuple[str, bool]]:
    """Cut a letter at its links; each piece is a text and whether it is a link."""
    found: list[tuple[str, bool]] = []
    end = 0
    for match in _LINK.finditer(body):
        found += [(body[end : match.start()], False), (match.group(), True)]
        end = match.end()
    return [piece for piece in [*found, (body[end:], False)] if piece[0]]
