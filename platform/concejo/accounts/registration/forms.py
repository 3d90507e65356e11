"""What is typed to register."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from concejo import settings
from concejo.accounts.core import MAX_NAME, canonical_email, one_line
from concejo.accounts.passwords.core import fault_of
from concejo.errors import Invalid
from concejo.text import Text, _


@dataclass(frozen=True)
class RegisterForm:
    """A name, an address and a password that may be one."""

    name: str
    email: str
    password: str

    @classmethod
    def parse(cls, typed: Mapping[str, object]) -> Self:
        """Check all that was typed; the password never comes back in the form."""
        name, email = one_line(typed.get("name")), canonical_email(typed.get("email"))
        raw = typed.get("password")
        password = raw if isinstance(raw, str) else ""
        own_words = [name[:MAX_NAME], email or "", settings.MUNICIPALITY]
        faults = {
            "name": name_fault(name),
            "email": email_fault(typed.get("email")),
            "password": fault_of(password, own_words),
        }
        wrong = {field: fault for field, fault in faults.items() if fault is not None}
        if wrong or email is None:
            raise Invalid(wrong, {"name": name, "email": one_line(typed.get("email"))})
        return cls(name, email, password)


def name_fault(name: str) -> Text | None:
    """Say why this cannot be somebody's name, or None."""
    if not name:
        return _("The name is missing.")
    if len(name) > MAX_NAME:
        return _("The name is too long: {most} characters at most.", most=MAX_NAME)
    return None


def email_fault(typed: object) -> Text | None:
    """Say why this cannot be a mail address, or None."""
    if not one_line(typed):
        return _("The e-mail address is missing.")
    if canonical_email(typed) is None:
        return _("This is not an e-mail address. It looks like name@example.org.")
    return None
