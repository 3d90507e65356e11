"""The invented roll: six hundred persons with well-formed documents, always the same."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from concejo.demo.content import people, towns_areas

SIZE = 600
#: Districts in which more persons live, because several demo votes are held there.
CROWDED = {"D01": 60, "D06": 60, "D13": 50, "D21": 60}
#: Persons whom no demo account is, for visitors who want to verify an account of their own.
FREE = 5
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


@dataclass(frozen=True)
class Resident:
    """Somebody on the roll; nobody real has such a number yet: the first digits are nines."""

    document: str
    birth_date: date
    postcode: str
    area: str

    @property
    def line(self) -> str:
        """Give the line of the roll's file."""
        return f"{self.document},{self.birth_date.isoformat()},{self.postcode},{self.area}\n"


def residents() -> list[Resident]:
    """Make everybody on the roll: the accounts' persons, then the free ones, then the rest."""
    chance = Random("Ciudad Olmeda")
    accounts = [person.area for person in people().persons if person.area]
    free = ["D01", "D02", "D06", "D13", "D21"][:FREE]
    crowd = [code for code, count in CROWDED.items() for _n in range(count)]
    codes = [code for code, _name, _envelope in towns_areas()[1:]]
    rest = SIZE - len(accounts) - len(free) - len(crowd)
    spread = [codes[number % len(codes)] for number in range(rest)]
    areas = [*accounts, *free, *crowd, *spread]
    return [_resident(number, area, chance) for number, area in enumerate(areas)]


def free_residents() -> list[Resident]:
    """Give the persons whom no account is."""
    accounts = sum(1 for person in people().persons if person.area)
    return residents()[accounts : accounts + FREE]


def _resident(number: int, area: str, chance: Random) -> Resident:
    digits = 99_000_000 + 1_009 * number
    born = date(1944, 1, 1) + timedelta(days=chance.randrange(24_000))
    return Resident(
        f"{digits}{_LETTERS[digits % 23]}", born, f"40{int(area.removeprefix('D')):03d}", area
    )
