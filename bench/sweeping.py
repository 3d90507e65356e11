"""Every election of a folder counted by three rules in one process: how long each step takes."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar
from zipfile import ZipFile

from voting.core.fast.warming import warm
from voting.core.loading import Loaded, load
from voting.core.outcome import Outcome
from voting.core.profile import scoring_of
from voting.core.rules import count, equal_shares, settled
from voting.core.rules.equal_shares.engines import fast_if_fine
from voting.core.rules.typed import typed_rule
from voting.core.ties import TieKey, Ties

Made = TypeVar("Made")
RULES = ("greedy", "equalshares", "equalshares/add1")
_TIES = Ties((TieKey.PUBLISHED_ORDER,))
_SHOWN = 5


def sweep_all(source: Path) -> Iterator[str]:
    """Count everything, then give the sums and the slowest counts."""
    warm()
    took: defaultdict[str, float] = defaultdict(float)
    slowest: list[tuple[float, str]] = []
    files = 0
    for name, data in _files(source):
        files += 1
        loaded, seconds = _timed(partial(load, data, few=0))
        took["load"] += seconds
        for code in RULES:
            _outcome, seconds = _timed(partial(_count, code, loaded))
            took[code] += seconds
            slowest.append((seconds, f"{code} {name}"))
    yield f"{files} files: " + ", ".join(f"{part} {sum_:.1f} s" for part, sum_ in took.items())
    yield f"in all {sum(took.values()):.1f} s"
    for seconds, what in sorted(slowest, reverse=True)[:_SHOWN]:
        yield f"  {seconds:6.2f} s  {what}"


def _files(source: Path) -> Iterator[tuple[str, bytes]]:
    if source.suffix == ".zip":
        with ZipFile(source) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(".pb"):
                    yield name, archive.read(name)
        return
    for path in sorted(source.glob("*.pb")):
        yield path.name, path.read_bytes()


def _timed(make: Callable[[], Made]) -> tuple[Made, float]:
    began = time.perf_counter()
    made = make()
    return made, time.perf_counter() - began


def _count(code: str, loaded: Loaded) -> Outcome:
    file = loaded.file
    rule = typed_rule(code, file.currency, scoring_of(file.kind))
    assert rule is not None, "the codes are ours"
    if rule.name != equal_shares.RULE.name:
        return count(rule, file.instance, loaded.ballots, _TIES)
    return equal_shares.count(settled(rule), file.instance, loaded.ballots, _TIES, fast_if_fine)
