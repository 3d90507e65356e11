"""Seek: find the least change that is enough, in few attempts.

Attempts are dear, since each is a count. What an attempt that is not enough says of how much may be
enough is a guess; that the found change is enough, and one less is not, was attempted.
"""

from collections.abc import Callable

Attempt = Callable[[int], int | None]


def seek(attempt: Attempt, most: int) -> int | None:
    """Find a change up to `most` that is enough where one less is not; None if `most` is not.

    An attempt gives None when the change is enough, or else a guess of what will be. Nothing
    changed is not enough. Where more is not always better, there may be a smaller one.
    """
    low, guess = 0, attempt(0)
    assert guess is not None, "without a change it is not enough"
    leap, pace = 0, 1
    while True:
        candidate = min(max(low + pace, guess + leap), most)
        further = attempt(candidate)
        if further is None:
            return _between(attempt, low, guess, candidate)
        if candidate == most:
            return None
        # Guesses that fall short do so again and again by about as much, so they are outrun.
        leap = 2 * leap + max(0, further - candidate) if low else 0
        low, guess, pace = candidate, further, 2 * pace


def _between(attempt: Attempt, low: int, guess: int, high: int) -> int:
    """Come closer from both sides: by the guess of what was not enough, and by halves in turn."""
    is_new = True
    while high - low > 1:
        is_guess = is_new and low < guess <= high
        # What is known to be enough is the least if one less is not.
        candidate = min(guess, high - 1) if is_guess else (low + high) // 2
        further = attempt(candidate)
        if further is None:
            high, is_new = candidate, is_new and guess < high
        else:
            low, guess, is_new = candidate, further, not is_guess
    return high


def least(is_enough: Callable[[int], bool], most: int) -> int | None:
    """Find the least change up to `most` that is enough, where more is always better."""
    low, high = 0, most
    if not most or not is_enough(most):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high
