"""The browser's client, held by node against the vectors that everybody shares."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent
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


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.stem)
def test_the_client_passes_its_own_tests(path):
    if not SHARED.exists():
        pytest.skip("the folder of published vectors is not beside the repository")

    done = run_node("--test", "--test-reporter=tap", str(path))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "\n# fail 0\n" in done.stdout
    assert "\n# pass 0\n" not in done.stdout
