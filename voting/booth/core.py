"""What a ballot is called by what is on it.

See “booth” in voting/README.md.
"""

from collections.abc import Iterable


def style_name(contest_ids: Iterable[int]) -> str:
    """Name a style by the contests that are on it."""
    return ",".join(map(str, sorted(contest_ids)))
