"""Equal shares beside other implementations in the same run: seconds, memory, the same winners.

    .venv/bin/python bench/tally.py FOLDER [--peers PYTHON] [--limit SECONDS] [--million] [--sweep]

FOLDER holds Pabulib's files, or is a zip of them. Each measurement is a process of its own. Peers
are those that PYTHON has (pabutools, muoblpbindings, pabumeasures; by itself, this Python), and
each has the limit for one rule. --million adds a million ballots on five hundred projects, --sweep
counts every file of the folder by three rules instead.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from bench.synthetic import make

HERE = Path(__file__).parent
PEERS = ("pabutools", "pabutools float", "muoblpbindings", "pabumeasures")
REAL = {
    "Wieliczka 2023": "Poland_Wieliczka_2023_Green_Budget.pb",
    "Łódź 2022": "Poland_Lodz_2022.pb",
    "Warszawa 2026": "Poland_Warszawa_2026.pb",
}
#: What is printed of ours, and what of which rule of the peers stands beside it.
LINES = {
    "read": "read and merge ballots",
    "mes": "equal shares, all steps",
    "mes bare": "equal shares, runs alone",
    "add1": "with rounds, all steps",
    "add1 bare": "with rounds, runs alone",
    "city": "without early end, steps",
}
BESIDE = {"read": "mes", "mes": "mes", "mes bare": "mes", "add1": "add1", "add1 bare": "add1"}


@dataclass(frozen=True)
class Found:
    """Hold what one process measured."""

    seconds: Mapping[str, float]
    mb: int
    winners: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class NotFound:
    """Say why there is nothing; nothing is said where the peer is not there."""

    reason: str


def main() -> None:
    """Measure what was asked for and print it as it comes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", default=sys.executable, help="a Python that has some peers")
    parser.add_argument("--limit", type=float, default=300, help="seconds for one rule of a peer")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--sweep", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        if arguments.sweep:
            sweep(arguments.folder)
            return
        print(f"compiled anew: {cold(Path(made)):.1f} s, once an installation")
        for name, file in instances(arguments.folder, Path(made), with_million=arguments.million):
            print_table(name, file, arguments.peers, arguments.limit)


def cold(folder: Path) -> float:
    """Give the seconds of the first count where nothing was compiled before."""
    code = "from voting.core.fast.warming import warm; warm()"
    began = time.perf_counter()
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder / "cache")}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    return time.perf_counter() - began


def instances(source: Path, made: Path, *, with_million: bool) -> Iterator[tuple[str, Path]]:
    """Give the elections by name, those of the folder and then the synthetic ones."""
    for name, file in REAL.items():
        if source.suffix == ".zip":
            with ZipFile(source) as archive:
                yield name, Path(archive.extract(file, made))
        elif (source / file).exists():
            yield name, source / file
    for voters, projects in ((100_000, 200), (1_000_000, 500))[: 2 if with_million else 1]:
        path = made / f"{voters}.pb"
        path.write_text(make(voters, projects, 1))
        yield f"synthetic {voters:,} × {projects}", path


def print_table(name: str, file: Path, peers: str, limit: float) -> None:
    """Measure an election by ours and by each peer, and print the lines."""
    ours = measured([sys.executable, str(HERE / "ours.py"), str(file), "rounds"], None)
    assert isinstance(ours, Found), ours
    theirs = {
        (peer, rule): measured([peers, str(HERE / "peers.py"), peer, rule, str(file)], limit)
        for peer in PEERS
        for rule in ("mes", "add1")
    }
    once = "imports {import:.2f} s, kernel from disk {warm:.2f} s".format(**ours.seconds)
    print(f"\n{name}: {ours.mb} MB; {once}")
    for key, words in LINES.items():
        print(f"  {words:<26} {ours.seconds[key]:9.4f} s")
        for peer in PEERS if key in BESIDE else ():
            if line := told(key, ours, theirs[peer, BESIDE[key]]):
                print(f"      {peer:<18} {line}")


def measured(command: list[str], limit: float | None) -> Found | NotFound:
    """Run a measurement and read what it found."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=limit, check=False, cwd=HERE.parent
        )
    except subprocess.TimeoutExpired:
        return NotFound(f"more than {limit:.0f} s")
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["killed"]
        is_absent = "No module" in said[-1] or "no rounds" in said[-1]
        return NotFound("" if is_absent else said[-1][:60])
    return Found(**json.loads(done.stdout))


def told(key: str, ours: Found, theirs: Found | NotFound) -> str:
    """Say what a peer took for the same, how many times that is, and whether winners differ."""
    if isinstance(theirs, NotFound):
        return theirs.reason
    part = "read" if key == "read" else BESIDE[key]
    seconds = theirs.seconds[part]
    times = f"{seconds:9.4f} s  {seconds / ours.seconds[key]:8,.1f} times"
    if key == "read":
        return times
    is_same = theirs.winners[part] == ours.winners[part]
    return f"{times}  {theirs.mb} MB  {'the same' if is_same else 'other'} winners"


def sweep(source: Path) -> None:
    """Count every file of the folder by three rules, and say how long each step took."""
    from bench.sweeping import sweep_all

    for line in sweep_all(source):
        print(line)


if __name__ == "__main__":
    main()
