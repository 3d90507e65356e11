"""Seconds that the citizen's verifier takes, beside a raw baseline in the same run.

    .venv/bin/python bench/verifying.py [BALLOTS] [--rule NAME] [-- OPTIONS OF VERIFY]

A town votes, whose keys are all here: one ballot a voter, in two styles and fourteen batches. The
baselines do what cannot be left out and nothing else: a power for each credential (`pow`), and each
signature verified by OpenSSL. Nothing is kept between runs. Seconds are those of this process on a
processor, so that neighbours disturb less; with `--jobs` only the last line says how long it took.
"""

import argparse
import contextlib
import io
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.voting.verify.town import Town, contest, pack
from voting import verify
from voting.core.outcome import RuleSpec

BATCHES, PROJECTS, CHOSEN = 14, 60, 6
#: The functions of the verifier that do a part each; the second and third are within the fourth.
PARTS = {
    "unpack": "reading the zip",
    "is_credential": "  credentials (RSA)",
    "false_ones": "  signatures together (Ed25519)",
    "check_leaves": "all of the ballots on the board",
    "read_board": "the leaves",
    "check_tree": "the tree",
    "check_closing": "hashes of the files",
    "check_openings": "openings",
    "read_roll": "the roll",
    "recount": "the count",
}


def make_town(ballots: int, rule: str) -> Town:
    """Let so many people vote for half a dozen projects each, of which some are liked more."""
    parameters = {"step": 1000} if rule == "equal_shares" else {}
    random = Random(11)
    town = Town(random, rule=RuleSpec(rule, dict(parameters)))
    codes = [f"P{at:03}" for at in range(PROJECTS)]
    costs = {code: random.randrange(20_000, 900_000) for code in codes}
    town.contests[0] = contest("city", 8_000_000, costs)
    weights = [random.paretovariate(1.5) for _code in codes]
    for number in range(ballots):
        if number % -(-ballots // BATCHES) == 0:
            town.flush()
        chosen = " ".join(sorted(set(random.choices(codes, weights, k=CHOSEN))))
        town.vote(number % 2, city=chosen, **({} if number % 2 else {"north": "n1"}))
    return town


def baselines(town: Town) -> dict[str, float]:
    """Time the powers of all credentials, and OpenSSL on all signatures."""
    moduli = [int(style["n"], 16) for style in town.manifest()["styles"]]
    began = time.process_time()
    for cast in town.all_casts:
        pow(int.from_bytes(cast.voter.credential), 65537, moduli[cast.voter.style])
    powers = time.process_time() - began
    label = verify.label("pb1/ballot") + town.e
    leaves = [(cast.voter.pk, cast.leaf[-64:], label + cast.leaf[:-64]) for cast in town.all_casts]
    began = time.process_time()
    for key, signature, message in leaves:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    return {"bare powers": powers, "OpenSSL on signatures": time.process_time() - began}


@contextlib.contextmanager
def timed(spent: dict[str, float]) -> Iterator[None]:
    """Time the parts of the verifier while it runs."""
    own = {name: getattr(verify, name) for name in PARTS}
    for name, function in own.items():
        setattr(verify, name, _timing(name, function, spent))
    try:
        yield
    finally:
        for name, function in own.items():
            setattr(verify, name, function)


def _timing(
    name: str, function: Callable[..., object], spent: dict[str, float]
) -> Callable[..., object]:
    def run(*arguments: object) -> object:
        began = time.process_time()
        try:
            return function(*arguments)
        finally:
            spent[name] += time.process_time() - began

    return run


def main() -> None:
    """Make the town, and time the verifier beside the baselines."""
    parser = argparse.ArgumentParser()
    parser.add_argument("ballots", type=int, nargs="?", default=10_000)
    parser.add_argument("--rule", default="equal_shares")
    given, options = parser.parse_known_args()
    town = make_town(given.ballots, given.rule)
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        bundle = pack(town.publish(), Path(folder) / "bundle.zip")
        before = baselines(town)
        spent: dict[str, float] = defaultdict(float)
        began, clock, said = time.process_time(), time.perf_counter(), io.StringIO()
        with timed(spent), contextlib.redirect_stdout(said):
            status = verify.main([str(bundle), *(one for one in options if one != "--")])
        whole, waited = time.process_time() - began, time.perf_counter() - clock
        megabytes = bundle.stat().st_size / 1e6
    print(f"{given.ballots:,} ballots, {megabytes:.1f} MB, exit {status}")
    for name, seconds in before.items():
        print(f"{seconds:8.2f} s  {name}, {seconds / given.ballots * 1e6:.0f} µs each (baseline)")
    for name, words in PARTS.items():
        print(f"{spent[name]:8.2f} s  {words}")
    ratio, other = whole / before["bare powers"], whole / sum(before.values())
    print(f"{whole:8.2f} s  in all: {ratio:.2f} times the bare powers, {other:.2f} times both")
    print(f"{waited:8.2f} s  by the clock")


if __name__ == "__main__":
    main()
