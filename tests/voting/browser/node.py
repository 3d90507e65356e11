"""Asking the browser's own code, in node, many questions at once."""

import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from voting.core.records import Json

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared" / "data"
VECTORS = {
    "CONCEJO_TEST_RFC9474": SHARED / "rfc9474_vectors.json",
    "CONCEJO_TEST_SPECCHECK": SHARED / "ed25519_speccheck.json",
    "CONCEJO_TEST_PB1": ROOT / "tests" / "voting" / "core" / "protocol" / "vectors.json",
}


def run_node(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run node where it finds the vectors; give what it said."""
    return subprocess.run(
        ["node", "--no-warnings", *arguments],
        cwd=ROOT,
        env=os.environ | {name: str(path) for name, path in VECTORS.items()},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
    )


def ask(script: str, questions: Iterable[Mapping[str, object]]) -> list[Json]:
    """Give the answers of a script beside this file, which reads and writes a line each."""
    path = str(Path(__file__).parent / script)
    done = run_node(path, stdin="\n".join(json.dumps(question) for question in questions))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]
