"""What is typed on the account page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from concejo.accounts.core import one_line
from concejo.accounts.registration.forms import name_fault
from concejo.errors import Invalid
from concejo.i18n import NAMES
from concejo.text import _


@dataclass(frozen=True)
class ProfileForm:
    """How somebody is called and in which language they are written to."""

    name: str
    language: str

    @classmethod
    def parse(cls, typed: Mapping[str, object]) -> Self:
        """Check what was typed."""
        name, language = one_line(typed.get("name")), one_line(typed.get("language"))
        faults = {"name": name_fault(name)}
        if language not in NAMES:
            faults["language"] = _("Choose one of the languages of the list.")
        wrong = {field: fault for field, fault in faults.items() if fault is not None}
        if wrong:
            raise Invalid(wrong, {"name": name, "language": language})
        return cls(name, language)
