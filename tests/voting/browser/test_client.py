"""The browser's client, held by node against the vectors that everybody shares."""

from pathlib import Path

import pytest

from tests.voting.browser.node import SHARED, run_node

HERE = Path(__file__).parent


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.stem)
def test_the_client_passes_its_own_tests(path):
    if path.stem == "primitives.test" and not SHARED.exists():
        pytest.skip("the folder of published vectors is not beside the repository")

    done = run_node("--test", "--test-reporter=tap", str(path))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "\n# fail 0\n" in done.stdout
    assert "\n# pass 0\n" not in done.stdout
