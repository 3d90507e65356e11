"""How proposals are found and in which order they stand, the same on every database."""

from hashlib import sha256

from concejo.typed import fold

#: A prime above every number that a proposal can have.
PRIME = 2**31 - 1


def patterns(sought: str) -> list[str]:
    """Turn each word that is sought into a LIKE pattern; `%` and `_` are only themselves."""
    return [f"%{_literal(word)}%" for word in fold(sought).split()]


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def shuffle(seed: int) -> tuple[int, ...]:
    """Give the four numbers that an order is made of: `place` is a polynomial with them.

    Whoever stands first is read most, so each reader gets an order of their own. Four numbers
    make any four proposals independent of one another: each of them comes first equally often.
    """
    digest = sha256(f"order of proposals {seed}".encode()).digest()
    return tuple(int.from_bytes(digest[8 * n : 8 * n + 8]) % PRIME for n in range(4))


def place(proposal_id: int, seed: int) -> int:
    """Give the place of a proposal in the order of a seed: the smaller, the nearer to the top."""
    value = 0
    for number in shuffle(seed):
        value = (value * proposal_id + number) % PRIME
    return value
