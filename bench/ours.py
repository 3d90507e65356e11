"""One election counted by Concejo in a process of its own: seconds and memory as JSON.

    .venv/bin/python bench/ours.py FILE [ROUNDS_TOO]

The best of some repetitions, but for what happens once: importing, and loading the compiled kernel.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

_BEGAN = time.perf_counter()

from voting.core.fast.warming import warm  # noqa: E402 as above
from voting.core.loading.arrays import load_table  # noqa: E402 as above
from voting.core.outcome import Outcome, RuleSpec  # noqa: E402 as above
from voting.core.pabulib import PabulibFile  # noqa: E402 as above
from voting.core.profile import scoring_of  # noqa: E402 as above
from voting.core.rules import equal_shares, settled  # noqa: E402 as above
from voting.core.rules.entry import Entry, enter  # noqa: E402 as above
from voting.core.rules.equal_shares.completion import Completion  # noqa: E402 as above
from voting.core.rules.equal_shares.engines import fast_if_fine  # noqa: E402 as above
from voting.core.rules.typed import typed_rule  # noqa: E402 as above
from voting.core.table import BallotTable  # noqa: E402 as above
from voting.core.ties import TieKey, Ties  # noqa: E402 as above

_IMPORTED = time.perf_counter() - _BEGAN

TIES = Ties((TieKey.CHEAPEST, TieKey.MOST_VOTES, TieKey.PUBLISHED_ORDER))
#: What the peers count, and what cities do: without an end as soon as nothing more fits.
CODES = {
    "mes": "equalshares",
    "add1": "equalshares/add1-exhaustive:fits=supported",
    "city": "equalshares/add1",
}


def main() -> None:
    """Measure everything on one file."""
    data, with_rounds = Path(sys.argv[1]).read_bytes(), len(sys.argv) > 2
    repeats = 5 if len(data) < 10_000_000 else 2
    began = time.perf_counter()
    warm()
    found: dict[str, float] = {"import": _IMPORTED, "warm": time.perf_counter() - began}
    found["read"] = best(lambda: load_table(data), repeats)
    file, table = load_table(data)
    winners = {}
    for name in CODES if with_rounds else ("mes",):
        spec = spec_of(name, file)
        found[name] = best(partial(counted, spec, file, table), repeats)
        start = enter(spec, file.instance, table, TIES)
        found[f"{name} bare"] = best(bare(start), repeats)
        winners[name] = sorted(counted(spec, file, table).winners)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": found, "mb": memory, "winners": winners}))


def best(run: Callable[[], object], repeats: int) -> float:
    """Give the seconds of the quickest repetition."""
    seconds = []
    for _repeat in range(repeats):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def spec_of(name: str, file: PabulibFile) -> RuleSpec:
    """Give the rule in full."""
    rule = typed_rule(CODES[name], file.currency, scoring_of(file.kind))
    assert rule is not None, "the codes are ours"
    return settled(rule)


def counted(spec: RuleSpec, file: PabulibFile, table: BallotTable) -> Outcome:
    """Count with all steps, from ballots in arrays to the outcome."""
    return equal_shares.count(spec, file.instance, table, TIES, fast_if_fine)


def bare(start: Entry) -> Callable[[], object]:
    """Give the runs alone: what the market needs is there, and no step is told."""
    made, parameters = fast_if_fine(start), start.spec.parameters
    share = Fraction(start.instance.budget, start.ballots.filled)
    if parameters["completion"] == "none":
        return lambda: made.run(share)
    supported = [standing for standing in start.candidates if standing.supporters]
    completion = Completion(
        made,
        start.candidates,
        supported,
        start.limits,
        start.instance.budget,
        int(parameters["step"]),
        stops_exhausted=bool(parameters["exhaustive_stop"]),
    )
    return lambda: completion.rounds(share)


if __name__ == "__main__":
    main()
