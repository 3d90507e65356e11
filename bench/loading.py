"""Seconds until a .pb file is ready to be counted, beside a bare read in the same run.

    .venv/bin/python bench/loading.py [FILE.pb ...]

The bare read splits the text into lines, and each line at its semicolons and commas: what any
reader in Python has to do at least. Without a file, synthetic elections are read. Where pabutools
is installed, its own reading into ballots is measured too.
"""

import importlib
import importlib.util
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.synthetic import make
from voting.core.pabulib import read
from voting.core.pabulib.columns import read_table

#: Above this many bytes only what is meant for large files is measured.
_LARGE = 20_000_000
_SYNTHETIC = ((10_000, 100), (100_000, 200), (1_000_000, 500))


def bare(path: Path) -> int:
    """Split the whole file, and give the number of its pieces."""
    lines = path.read_text().split("\n")
    return sum(len(cell.split(",")) for line in lines for cell in line.split(";"))


def in_arrays(path: Path) -> int:
    """Read into arrays and group the ballots, and give the number of groups."""
    _file, table = read_table(path.read_bytes())
    return len(table.grouped().weights)


def line_by_line(path: Path) -> int:
    """Read each line strictly and group the ballots, and give the number of groups."""
    return len(read(path.read_text()).profile.groups)


def with_pabutools(path: Path) -> int:
    """Read and group as pabutools does, and give the number of groups."""
    _instance, profile = importlib.import_module("pabutools.election").parse_pabulib(str(path))
    return len(profile.as_multiprofile())


def measure(path: Path) -> None:
    """Read a file in each way, and say how long it took."""
    ways: list[tuple[str, Callable[[Path], int]]] = [("bare split", bare), ("arrays", in_arrays)]
    if path.stat().st_size < _LARGE:
        ways.append(("line by line", line_by_line))
        if importlib.util.find_spec("pabutools"):
            ways.append(("pabutools", with_pabutools))
    print(f"{path.name}: {path.stat().st_size:,} bytes")
    base = 0.0
    for name, way in ways:
        began = time.perf_counter()
        found = way(path)
        seconds = time.perf_counter() - began
        base = base or seconds
        what = "pieces" if way is bare else "groups"
        print(f"  {name:13}{seconds:8.3f} s{seconds / base:8.2f} of bare{found:12,} {what}")


def main(names: list[str]) -> None:
    """Measure the files that are named, or synthetic ones."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(name) for name in names]
        for voters, projects in [] if names else _SYNTHETIC:
            paths.append(Path(folder) / f"synthetic_{voters}_{projects}.pb")
            paths[-1].write_text(make(voters, projects, 1))
        for path in paths:
            measure(path)
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
