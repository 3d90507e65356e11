"""What an officer types at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from concejo import settings
from concejo.errors import Invalid
from concejo.roll.core import WrongDocument, canonical_document, parse_birth_date
from concejo.text import Text, _
from concejo.typed import read_line
from voting.core.protocol.code import NotACode, seed_of

MAX_PLACE = 120
MAX_CODE = 60


@dataclass(frozen=True)
class PersonForm:
    """A document number in its one form and a day of birth."""

    document: str
    birth_date: date
    typed: Mapping[str, object]

    @classmethod
    def parse(cls, typed: Mapping[str, object], today: date) -> Self:
        """Check both as far as that goes without the roll."""
        kept = {name: read_line(typed.get(name)) for name in ("document", "birth_date")}
        document: str | Text
        try:
            document = canonical_document(kept["document"], settings.COUNTRY)
        except WrongDocument as wrong:
            document = wrong.message
        birth_date = parse_birth_date(kept["birth_date"], today)
        match document, birth_date:
            case str(), date():
                return cls(document, birth_date, kept)
        read = {"document": document, "birth_date": birth_date}
        faults = {name: fault for name, fault in read.items() if isinstance(fault, Text)}
        raise Invalid(faults, kept)


@dataclass(frozen=True)
class PlaceForm:
    """Where the desk stands."""

    place: str

    @classmethod
    def parse(cls, typed: Mapping[str, object]) -> Self:
        """Check that a place is named."""
        place = read_line(typed.get("place"))
        if not place:
            raise Invalid({"place": _("Write where the desk stands.")}, {"place": place})
        if len(place) > MAX_PLACE:
            fault = _("The place has at most {most} characters.", most=MAX_PLACE)
            raise Invalid({"place": fault}, {"place": place})
        return cls(place)


@dataclass(frozen=True)
class CodeForm:
    """The code of a vote, as its seed."""

    seed: bytes = field(repr=False)

    @classmethod
    def parse(cls, typed: Mapping[str, object]) -> Self:
        """Check that it is a code without a slip; whose it is, its request tells."""
        code = read_line(typed.get("code"))
        try:
            return cls(seed_of(code[:MAX_CODE]))
        except NotACode as error:
            fault = _("This is not a code of a ballot: it has 28 letters and digits. Check it.")
            raise Invalid({"code": fault}, {"code": code[:MAX_CODE]}) from error
