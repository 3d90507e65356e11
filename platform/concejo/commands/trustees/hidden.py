"""Read a code from the terminal without showing it, only how far one has come."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass

_GROUP = 4
_ERASING = "\x7f\b"
_ENDING = "\r\n"
_GIVING_UP = "\x04"


def read_hidden(question: str) -> str:
    """Give the line that is typed, with its end; nothing at all where Ctrl-D says that it is over.

    In the place of letters stand the number of the group, as on the sheet, and a dot a letter.
    """
    if sys.platform == "win32":
        return getpass(question) + "\n"
    typed, end = "", ""
    with _quiet_terminal():
        _show(question, typed)
        for letter in _keys():
            if letter in _ENDING:
                end = "\n"
                break
            if letter == _GIVING_UP:
                typed = ""
                break
            typed = typed[:-1] if letter in _ERASING else typed + _kept(letter)
            _show(question, typed)
    sys.stdout.write("\n")
    return typed + end


def _kept(letter: str) -> str:
    return letter if letter.isprintable() and letter not in "- " else ""


def _show(question: str, typed: str) -> None:
    groups, letters = divmod(len(typed), _GROUP)
    if typed and not letters:
        groups, letters = groups - 1, _GROUP
    place = f"{groups + 1:>2} {'•' * letters}"
    sys.stdout.write(f"\r\x1b[K{question}{place}")
    sys.stdout.flush()


def _keys() -> Iterator[str]:
    while pressed := os.read(sys.stdin.fileno(), 1024):
        yield from pressed.decode(errors="ignore")


@contextmanager
def _quiet_terminal() -> Iterator[None]:
    """Let keys come one by one and unseen; Ctrl-C still interrupts, and all is put back."""
    import termios
    import tty

    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    try:
        tty.setcbreak(number)
        yield
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
