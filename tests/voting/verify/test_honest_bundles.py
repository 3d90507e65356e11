"""An honest election is verified, whichever way it was voted and checked."""

import pytest

from tests.voting.verify.town import Town, pack
from voting import verify


@pytest.fixture
def town() -> Town:
    """A small town in which everything happened once."""
    town = Town()
    for _voter in range(4):
        town.vote(0, city="a d", north="n1")
    town.flush()
    for _voter in range(3):
        town.vote(1, city="b c")
    town.vote(1, state="code", city="")
    again = town.all_casts[0].voter
    town.cast(again, town.plain(0, city="c", north="n2"), ctr=2)
    town.enter(1, "surrendered")
    town.cast(town.issue(1), None)
    town.unused_envelopes = 1
    town.cast(town.issue(0), None)
    town.paper.append((1, town.plain(1, city="a")))
    town.enter(0, "paper")
    town.paper.append((0, "a sheet on which nothing can be read"))
    town.enter(0, "online")
    town.enter(1)
    return town


@pytest.mark.parametrize("how", [[], ["--fast"], ["--jobs", "2"], ["--lang", "en"]])
def test_an_honest_election_is_verified(town, tmp_path, how):
    bundle = pack(town.publish(), tmp_path / "bundle.zip")

    status = verify.main([str(bundle), *how])

    assert status == 0
