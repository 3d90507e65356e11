"""Who is entitled, and how document numbers are written.

A number is brought into one form before it is compared, so that `1234567-l` and `01234567L` are
one person. Check letters are computed: most slips of the finger are seen before the roll is asked.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import date

from concejo.errors import DomainError
from concejo.text import Text, _

_NIF_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_FOREIGN = {"X": "0", "Y": "1", "Z": "2"}
_NIF = re.compile(r"([0-9]{6,8})([A-Z])")
#: X, Y, Z for foreigners; K, L, M for those whom the police gave no number of their own.
_NIE = re.compile(r"([XYZKLM])([0-9]{7,8})([A-Z])")
_DNI = re.compile(r"([0-9]{8})([0-9A-K])?")
_DNI_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_DNI_DIGITS = "65432110987"
_DNI_LETTERS = "KJIHGFEDCBA"
#: What people put between the digits: spaces, dots, all the hyphens there are.
_BETWEEN = re.compile(r"[\s.,/_\u00ad\u2010-\u2015\u2212-]+")
MAX_OTHER = 40
OLDEST = 120


class WrongDocument(DomainError):
    """What was typed is no document number; the message says what is wrong with it."""


@dataclass(frozen=True)
class Entry:
    """An entitled person as the other rooms see one: nothing that says who it is."""

    id: int
    roll_id: int
    birth_date: date
    area_code: str
    is_active: bool

    def age_on(self, day: date) -> int:
        """Tell the age in whole years on a day; born on 29 February, one is older on 1 March."""
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_eligible(entry: Entry, on: date, minimum_age: int) -> bool:
    """Say whether somebody may take part on a day: on the roll, and old enough."""
    return entry.is_active and entry.age_on(on) >= minimum_age


def latest_birth(on: date, minimum_age: int) -> date:
    """Give the last day on which somebody can be born who is old enough on a day."""
    try:
        return on.replace(year=on.year - minimum_age)
    except ValueError:
        return date(on.year - minimum_age, 2, 28)


def canonical_document(typed: str, country: str, *, is_synthetic: bool = False) -> str:
    """Give a document number in its one form, with its kind before it; refuse what is none.

    `country` is ES or PE: eight digits are a whole number in Peru and lack their letter in Spain.
    On a synthetic roll any identifier will do.
    """
    number = _BETWEEN.sub("", typed).upper()
    if not number:
        raise WrongDocument(_("The document number is missing."))
    if is_synthetic:
        return _other(number)
    return _peruvian(number) if country == "PE" else _spanish(number)


def hash_document(document: str, key: bytes) -> str:
    """Give the keyed hash of a canonical number; without the key it cannot be tried out."""
    return hmac.digest(key, document.encode(), "sha256").hex()


def _spanish(number: str) -> str:
    if nif := _NIF.fullmatch(number):
        digits, letter = nif.groups()
        _demand_letter(int(digits), letter)
        return f"NIF:{digits:0>8}{letter}"
    if nie := _NIE.fullmatch(number):
        first, digits, letter = nie.groups()
        # Some papers show X01234567L: the eighth digit, a zero, is not part of the number.
        if len(digits) == 7 or digits.startswith("0"):
            digits = digits[-7:]
            _demand_letter(int(_FOREIGN.get(first, "") + digits), letter)
            return f"{'NIE' if first in _FOREIGN else 'NIF'}:{first}{digits}{letter}"
    raise WrongDocument(_spanish_fault(number))


def _spanish_fault(number: str) -> Text:
    if number.isascii() and number.isdigit():
        return _("The letter at the end is missing: a DNI is eight digits and a letter.")
    return _(
        "This is neither a DNI (eight digits, letter) nor a NIE (X, Y or Z, seven digits, letter)."
    )


def _demand_letter(digits: int, letter: str) -> None:
    if _NIF_LETTERS[digits % 23] != letter:
        raise WrongDocument(_("The letter does not go with the digits. One of them is mistyped."))


def _peruvian(number: str) -> str:
    found = _DNI.fullmatch(number)
    if found is None:
        raise WrongDocument(_("This is not a DNI: it has eight digits."))
    digits, check = found.groups()
    rest = sum(int(d) * w for d, w in zip(digits, _DNI_WEIGHTS, strict=True)) % 11
    if check and check not in (_DNI_DIGITS[rest], _DNI_LETTERS[rest]):
        raise WrongDocument(
            _("The check digit does not go with the number. One of them is mistyped.")
        )
    return f"DNI:{digits}"


def _other(number: str) -> str:
    if len(number) > MAX_OTHER or not number.isprintable():
        raise WrongDocument(_("The identifier is too long: {most} signs at most.", most=MAX_OTHER))
    return f"OTHER:{number}"


_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_EUROPEAN = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


def parse_birth_date(typed: str, today: date) -> date | Text:
    """Read a day of birth, as 1980-05-17 or 17/05/1980; give what is wrong where it is none."""
    text = typed.strip()
    if not text:
        return _("The date of birth is missing.")
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
    elif european := _EUROPEAN.fullmatch(text):
        day, month, year = european.groups()
    else:
        return _("The date of birth cannot be read. Write it like 17/05/1980.")
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        return _("There is no such day in the calendar.")
    if born > today:
        return _("The date of birth is in the future.")
    if born.year < today.year - OLDEST:
        return _("The date of birth is more than {years} years ago.", years=OLDEST)
    return born


def parse_postcode(typed: str) -> str | Text:
    """Read a postcode of five digits; spreadsheets drop the zero in front. Or say what is wrong."""
    text = typed.strip()
    if not text:
        return _("The postcode is missing.")
    if not re.fullmatch(r"[0-9]{4,5}", text):
        return _("A postcode has five digits.")
    return f"{text:0>5}"
