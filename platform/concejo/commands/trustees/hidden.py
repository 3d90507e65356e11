"""Read codes without showing them, only how far one has come."""

import os
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from getpass import getpass

_GROUP = 4
_ERASING = "\x7f\b"
_ENDING = "\r\n"
_GIVING_UP = "\x04"


@contextmanager
def reading() -> Iterator[Callable[[str], str]]:
    """Give what asks a question and reads a line with its end; nothing where there are no more.

    From a terminal, nothing that is typed is seen, also between two questions, and what was typed
    too much does not reach whoever reads next. From anything else lines are just read.
    """
    if not sys.stdin.isatty():
        yield lambda _question: sys.stdin.readline()
    elif sys.platform == "win32":
        yield lambda question: getpass(question) + "\n"
    else:
        with _quiet_terminal():
            yield _read


def _read(question: str) -> str:
    """Read a line; in the place of letters stand the number of the group and a dot a letter."""
    typed, end = "", ""
    _show(question, typed)
    for letter in _keys():
        if letter in _ENDING:
            end = "\n"
            break
        typed = typed[:-1] if letter in _ERASING else typed + _kept(letter)
        _show(question, typed)
    sys.stdout.write("\n")
    return typed + end if end else ""


def _kept(letter: str) -> str:
    return letter if letter.isprintable() and letter not in "- " else ""


def _show(question: str, typed: str) -> None:
    groups, letters = divmod(len(typed), _GROUP)
    if typed and not letters:
        groups, letters = groups - 1, _GROUP
    sys.stdout.write(f"\r\x1b[K{question}{groups + 1:>2} {'•' * letters}")
    sys.stdout.flush()


def _keys() -> Iterator[str]:
    """Give what is pressed, up to Ctrl-D; no more is taken from the terminal than is given."""
    decoder = getincrementaldecoder("utf-8")(errors="ignore")
    while pressed := os.read(sys.stdin.fileno(), 1):
        letter = decoder.decode(pressed)
        if letter == _GIVING_UP:
            return
        if letter:
            yield letter


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
        termios.tcsetattr(number, termios.TCSAFLUSH, before)
