"""What is typed to sign in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from concejo.accounts.core import one_line
from concejo.errors import Invalid
from concejo.text import Text, _


@dataclass(frozen=True)
class SignInForm:
    """An address and a password; whether they are right is for the service to say."""

    email: str
    password: str

    @classmethod
    def parse(cls, typed: Mapping[str, object]) -> Self:
        """Take what was typed; the password never comes back in the form."""
        email, password = one_line(typed.get("email")), typed.get("password")
        faults: dict[str, Text] = {}
        if not email:
            faults["email"] = _("The e-mail address is missing.")
        if not isinstance(password, str) or not password:
            faults["password"] = _("The password is missing.")
        if faults:
            raise Invalid(faults, {"email": email})
        return cls(email.lower(), str(password))
