"""The cells of many lines at once, each known by where it begins and how long it is.

Text is compared eight bytes at a time, as one integer of 64 bits that is filled up with zeros; a
zero byte is never in it, so that equal integers are equal texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voting.core.table import Hashes, Indexes, Ints

_LINE, _COMMA, _SEMICOLON = b"\n,;"
_SPACE, _DELETE, _ZERO = 0x20, 0x7F, 0x30
_BEFORE: Ints = np.full(1, -1, np.int64)

#: Keep the first so many bytes of an integer.
_MASKS: Hashes = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
#: Factors that spread eight bytes over all bits: the digits of π, made odd so that nothing is lost.
_SPREAD = (
    0x243F6A8885A308D3,
    0x13198A2E03707345,
    0xA4093822299F31D1,
    0x082EFA98EC4E6C89,
    0x452821E638D01377,
    0xBE5466CF34E90C6D,
    0xC0AC29B7C97C50DD,
    0x3F84D5B5B5470917,
)
#: No code and no voter's number is longer than so many bytes, or `read` takes the file.
_LONGEST = 8 * len(_SPREAD)
#: Much longer values are not read by `csv`, and so not by `read`.
_LONGEST_LINE = 100_000


class NotClean(Exception):
    """The file is not of the kind that is read quickly."""


@dataclass(frozen=True)
class Cells:
    """Hold cells of a piece of text, by where they begin and how many bytes each has.

    `separators` are the places of all commas and ends of cells in the piece; `first` and `last`
    say, for each cell, at which of them it begins and ends.
    """

    piece: NDArray[np.uint8]
    separators: Ints
    first: Ints
    last: Ints

    @property
    def begins(self) -> Ints:
        """Give the place of the first byte of each cell."""
        return self.separators[self.first] + 1

    @property
    def sizes(self) -> Ints:
        """Give the number of bytes of each cell."""
        return self.separators[self.last] - self.begins

    def parts(self) -> tuple[Ints, "Cells"]:
        """Part each cell at its commas: how many parts it has, and all the parts; none if empty."""
        number = np.where(self.sizes > 0, self.last - self.first, 0)
        before = np.cumsum(number) - number
        first = np.repeat(self.first - before, number) + np.arange(number.sum())
        return number, Cells(self.piece, self.separators, first, first + 1)

    def words(self) -> list[Hashes]:
        """Give the text of each cell as integers, eight bytes in each."""
        begins, sizes = self.begins, self.sizes
        longest = int(sizes.max(initial=0))
        if longest > _LONGEST:
            raise NotClean
        # Eight bytes from any place on are read as one number, wherever it begins.
        eight = np.ndarray(len(self.piece) - 7, "<u8", self.piece, 0, (1,))
        return [
            eight[begins + at] & _MASKS[np.clip(sizes - at, 0, 8)] for at in range(0, longest, 8)
        ]

    def fingerprints(self) -> Hashes:
        """Give a number for each cell that is the same for the same text; none may be empty."""
        begins, sizes = self.begins, self.sizes
        if not sizes.all():
            raise NotClean
        for edge in (self.piece[begins], self.piece[begins + sizes - 1]):
            if ((edge <= _SPACE) | (edge >= _DELETE)).any():
                raise NotClean
        return _spread(self.words(), 0)

    def distinct(self) -> list[bytes]:
        """Give the different texts, which must be short."""
        words = self.words()
        if len(words) > 1:
            raise NotClean
        values = np.unique(words[0]) if words else np.zeros(1, np.uint64)
        return [int(value).to_bytes(8, "little").rstrip(b"\0") for value in values]

    def numbers(self) -> Ints:
        """Read each cell as a whole number without a sign."""
        begins, sizes = self.begins, self.sizes
        longest = int(sizes.max(initial=0))
        if longest > 9 or not sizes.all():
            raise NotClean
        total = np.zeros(len(begins), np.int64)
        for at in range(longest):
            is_in = sizes > at
            digit = self.piece[begins + at].astype(np.int64) - _ZERO
            if ((digit < 0) | (digit > 9))[is_in].any():
                raise NotClean
            total = np.where(is_in, total * 10 + digit, total)
        return total


def cells_of(text: bytes, width: int) -> list[Cells]:
    """Find the cells of lines that each have so many, column by column."""
    # What is read eight bytes at a time may reach beyond the end.
    piece = np.frombuffer(text + bytes(8 + _LONGEST), np.uint8)
    written = piece[: len(text)]
    is_separator = (written == _LINE) | (written == _COMMA) | (written == _SEMICOLON)
    found = np.flatnonzero(is_separator)
    kinds = written[found]
    ends = np.flatnonzero(kinds != _COMMA) + 1
    lines = np.count_nonzero(kinds == _LINE)
    if len(ends) != lines * width or (kinds[ends[width - 1 :: width] - 1] != _LINE).any():
        raise NotClean
    separators = np.concatenate((_BEFORE, found))
    begins = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    cells = [Cells(piece, separators, begins[at::width], ends[at::width]) for at in range(width)]
    if (separators[cells[-1].last] - separators[cells[0].first]).max() > _LONGEST_LINE:
        raise NotClean
    return cells


class Codes:
    """Find the place of a project's code among all, exactly.

    A code is looked up under a few bits of its text, which no two codes share; whether it is the
    code that stands there is then seen by comparing the whole text.
    """

    _MOST_BITS, _TRIES = 22, 200

    def __init__(self, codes: Sequence[str]) -> None:
        texts = [code.encode() for code in codes]
        if any(b"\0" in text for text in texts):
            raise NotClean
        size = max((len(text) for text in texts), default=0)
        self._words = [
            np.array([int.from_bytes(text[at : at + 8], "little") for text in texts], np.uint64)
            for at in range(0, size, 8)
        ]
        wanted = (len(texts) * len(texts)).bit_length()
        self._shift = np.uint64(64 - min(max(wanted, 1), self._MOST_BITS))
        self._turn = self._turn_without_collision(len(texts))
        self._table = np.zeros(1 << (64 - int(self._shift)), np.int32)
        self._table[self._slots(self._words)] = np.arange(len(texts), dtype=np.int32)

    def _turn_without_collision(self, number: int) -> int:
        for turn in range(self._TRIES):
            if len(np.unique(_spread(self._words, turn) >> self._shift)) == number:
                return turn
        raise NotClean

    def _slots(self, words: list[Hashes]) -> Hashes:
        return _spread(words, self._turn) >> self._shift

    def places(self, cells: Cells) -> Indexes:
        """Give the place of the project that each cell names; all must be projects that stand."""
        words = cells.words()
        if not words:
            if len(cells.first):
                raise NotClean
            return np.zeros(0, np.int32)
        if len(words) > len(self._words):
            raise NotClean
        nothing = np.zeros(len(words[0]), np.uint64)
        words += [nothing] * (len(self._words) - len(words))
        places = self._table[self._slots(words)]
        for word, own in zip(words, self._words, strict=True):
            if (own[places] != word).any():
                raise NotClean
        return places


def _spread(words: list[Hashes], turn: int) -> Hashes:
    """Make one number of several, by odd factors that each turn has of its own."""
    total = np.zeros(len(words[0]) if words else 0, np.uint64)
    for word, factor in zip(words, _SPREAD, strict=False):
        total += word * np.uint64((factor + 2 * turn * _SPREAD[0]) % (1 << 64))
    return total
