"""What is typed to be matched with the roll."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from concejo import settings
from concejo.accounts.core import one_line
from concejo.errors import Invalid
from concejo.roll.core import WrongDocument, canonical_document, parse_birth_date, parse_postcode
from concejo.text import Text


@dataclass(frozen=True)
class VerificationForm:
    """A document number in its one form, a date of birth and a postcode."""

    document: str
    birth_date: date
    postcode: str
    typed: Mapping[str, object]

    @classmethod
    def parse(cls, typed: Mapping[str, object], today: date) -> Self:
        """Check all three as far as that goes without the roll."""
        kept = {name: one_line(typed.get(name)) for name in ("document", "birth_date", "postcode")}
        document: str | Text
        try:
            document = canonical_document(kept["document"], settings.COUNTRY)
        except WrongDocument as wrong:
            document = wrong.message
        birth_date = parse_birth_date(kept["birth_date"], today)
        postcode = parse_postcode(kept["postcode"])
        match document, birth_date, postcode:
            case str(), date(), str():
                return cls(document, birth_date, postcode, kept)
        read = {"document": document, "birth_date": birth_date, "postcode": postcode}
        faults = {name: fault for name, fault in read.items() if isinstance(fault, Text)}
        raise Invalid(faults, kept)
