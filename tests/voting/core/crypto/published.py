"""Published test vectors, read from the folder of data beside the repository."""

import json
from pathlib import Path

import pytest

_FOLDER = Path(__file__).resolve().parents[4].parent / "shared" / "data"


def published(name):
    """Give the content of a JSON file of the folder, or skip the test where it is not there."""
    path = _FOLDER / name
    if not path.exists():
        pytest.skip("the folder of published vectors is not beside the repository")
    return json.loads(path.read_text())
