"""What is typed to choose another password."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from concejo import settings
from concejo.accounts.passwords.core import fault_of
from concejo.errors import Invalid
from concejo.text import Text, _


@dataclass(frozen=True)
class NewPasswordForm:
    """A password that may be one."""

    password: str

    @classmethod
    def parse(cls, typed: Mapping[str, object], own_words: tuple[str, ...] = ()) -> Self:
        """Check the new password; it never comes back in the form."""
        password = _typed(typed, "password")
        fault = fault_of(password, (*own_words, settings.MUNICIPALITY))
        if fault is not None:
            raise Invalid({"password": fault})
        return cls(password)


@dataclass(frozen=True)
class ChangeForm:
    """The present password and the one that comes after it."""

    present: str
    password: str

    @classmethod
    def parse(cls, typed: Mapping[str, object], own_words: tuple[str, ...] = ()) -> Self:
        """Check both, as far as they can be without the account."""
        present, password = _typed(typed, "present"), _typed(typed, "password")
        faults: dict[str, Text] = {}
        if not present:
            faults["present"] = _("The present password is missing.")
        fault = fault_of(password, (*own_words, settings.MUNICIPALITY))
        if fault is not None:
            faults["password"] = fault
        if faults:
            raise Invalid(faults)
        return cls(present, password)


def _typed(typed: Mapping[str, object], name: str) -> str:
    value = typed.get(name)
    return value if isinstance(value, str) else ""
