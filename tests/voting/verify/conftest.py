"""A small town in which everything happened once, and a citizen who verifies what it published."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.voting.verify.town import Town, pack
from voting import verify


class Verdict(NamedTuple):
    """How the verifier ended and what it said."""

    status: int
    text: str

    @property
    def last(self) -> str:
        return self.text.strip().splitlines()[-1]

    @property
    def flat(self) -> str:
        """What it said, with the lines put together again."""
        return " ".join(self.text.split())


Verify = Callable[..., Verdict]


@pytest.fixture
def town() -> Town:
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
    town.paper.append((0, ""))
    town.enter(0, "online")
    town.enter(1)
    return town


@pytest.fixture
def verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Verify:
    """Verify published files with any options, in English unless Spanish is asked for."""

    def verify_files(files: dict[str, bytes], *options: str) -> Verdict:
        bundle = pack(files, tmp_path / "bundle.zip")
        language = [] if "--lang" in options else ["--lang", "en"]
        capsys.readouterr()
        status = verify.main([str(bundle), *language, *options])
        return Verdict(status, capsys.readouterr().out)

    return verify_files
