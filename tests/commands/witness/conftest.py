"""A witness of the town's vote, and the box that lies to them."""

from dataclasses import replace

import pytest

from tests.commands.witness.liar import Liar, listening
from tests.commands.witness.said import said
from tests.voting.core.protocol import town
from voting.setup.core.witnesses import read_witnesses


@pytest.fixture
def key(tmp_path):
    """The key of a newspaper."""
    file = tmp_path / "gaceta.key"
    status, _out, err = said("key", "gaceta.example", "--key", file)
    assert (status, err) == (0, "")
    return file


@pytest.fixture
def manifest(key):
    """The manifest of a vote whose only witness is the newspaper."""
    from concejo.commands.witness.key import read_key

    read = read_key(key)
    (witness,) = read_witnesses(f"{read.name}={read.public.hex()}")
    return replace(town.manifest(), witnesses=(witness,))


@pytest.fixture
def liar(manifest):
    """The box, on whose board nothing is yet."""
    with listening(Liar(manifest, town.BOARD_SEED)) as box:
        yield box


@pytest.fixture
def cosign(liar, key, tmp_path):
    """Let the newspaper cosign once."""
    return lambda: said("cosign", liar.url, "--key", key, "--state", tmp_path / "state")
