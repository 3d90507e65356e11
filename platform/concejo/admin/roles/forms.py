"""The form that grants a duty."""

from collections.abc import Mapping
from dataclasses import dataclass

from concejo.accounts.core import Role
from concejo.errors import Invalid
from concejo.text import Text, _


@dataclass(frozen=True)
class GrantForm:
    """Who gets which duty; `process_id` None is for all processes."""

    account_id: int
    role: Role
    process_id: int | None

    @classmethod
    def parse(cls, form: Mapping[str, object]) -> "GrantForm":
        """Check what was chosen, or say all that is wrong with it."""
        typed = {
            name: str(form.get(name, "")).strip() for name in ("account", "role", "process", "q")
        }
        faults: dict[str, Text] = {}
        account = read_id(typed["account"])
        if account is None:
            faults["account"] = _("Choose one of the people found.")
        if typed["role"] not in list(Role):
            faults["role"] = _("Choose a duty.")
        process = read_id(typed["process"])
        if process is None and typed["process"] != "all":
            faults["process"] = _("Choose a process.")
        if faults or account is None:
            raise Invalid(faults, typed)
        return cls(account, Role(typed["role"]), process)


def read_id(typed: object) -> int | None:
    """Read the number of a row; None where it cannot be one."""
    text = str(typed)
    is_number = text.isascii() and text.isdigit() and len(text) < 20
    return int(text) if is_number and 0 < int(text) < 2**63 else None
