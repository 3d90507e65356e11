"""Real elections whose official outcome our rules reproduce exactly, for any test to use.

The files are Pabulib's and are read from the folder of real data; none is copied into the project.
The ten cities differ in kind of ballot, in rule, or in how the count ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from voting.core import pabulib
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance
from voting.core.ties import TieKey, Ties

ARCHIVE = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "pabulib_open.zip"

#: The files list projects in the city's own ranking, which is what decided its ties.
FILE_ORDER = Ties((TieKey.PUBLISHED_ORDER,))


@dataclass(frozen=True)
class RealElection:
    """An election: its city and file, the rule, and which marks in `selected` mean funded."""

    city: str
    file: str
    rule: RuleSpec
    ties: Ties = FILE_ORDER
    conflicts: tuple[tuple[str, ...], ...] = ()
    funded: frozenset[str] = frozenset({"1"})

    def read(self) -> pabulib.PabulibFile:
        return pabulib.read(text_of(self.file))

    def instance(self, election: pabulib.PabulibFile) -> Instance:
        return replace(election.instance, conflicts=self.conflicts)


def text_of(file: str) -> str:
    """Give the text of a file of the archive, or skip the test where there is no archive."""
    if not ARCHIVE.exists():
        pytest.skip("the folder of real elections is not beside the repository")
    with ZipFile(ARCHIVE) as archive:
        return archive.read(file).decode()


def _greedy(**parameters: int | str | bool) -> RuleSpec:
    return RuleSpec("greedy", parameters)


_ADD1: Mapping[str, int | str | bool] = {"completion": "add1", "exhaustive_stop": False}

WIELICZKA = RealElection(
    "Wieliczka", "Poland_Wieliczka_2023_Green_Budget.pb", RuleSpec("equal_shares", _ADD1)
)
ASSEN = RealElection("Assen", "Netherlands_Assen_2024.pb", RuleSpec("equal_shares", _ADD1))

REAL_ELECTIONS = (
    RealElection("Warszawa", "Poland_Warszawa_2021_Wawer.pb", _greedy()),
    RealElection(
        "Warszawa",
        "Poland_Warszawa_2022_Bemowo.pb",
        _greedy(exclusive=True),
        conflicts=(("773", "153"),),
    ),
    RealElection("Warszawa", "Poland_Warszawa_2026_Wesola.pb", _greedy(threshold=150)),
    RealElection("Łódź", "Poland_Lodz_2024_Chojny.pb", _greedy(threshold=50)),
    RealElection("Gdynia", "Poland_Gdynia_2021_Wielki_Kack__small.pb", _greedy(over_budget="stop")),
    RealElection("Wrocław", "Poland_Wroclaw_2016_Rejon_nr_6_250.pb", _greedy(over_budget="stop")),
    RealElection(
        "Poznań",
        "Poland_Poznan_2024_11_-_Fabianowo-Kotowo_Gorczyn_Junikowo_Kwiatowe_Lawica__large.pb",
        _greedy(over_budget="stop", reserve_percent=80),
        funded=frozenset({"1", "2"}),
    ),
    RealElection("Kraków", "Poland_Krakow_2019_Nowa_Huta.pb", _greedy(scoring="borda")),
    RealElection(
        "Katowice",
        "Poland_Katowice_2020_Osiedle_Tysiaclecia.pb",
        _greedy(scoring="points", threshold=50),
    ),
    RealElection("Częstochowa", "Poland_Czestochowa_2024_Lisiniec.pb", _greedy(scoring="points")),
    WIELICZKA,
    ASSEN,
)
