"""The form that grants a duty."""

from collections.abc import Mapping
from dataclasses import dataclass

from concejo.accounts.core import Role
from concejo.errors import Invalid
from concejo.text import Text, _
from concejo.typed import read_row, read_words


@dataclass(frozen=True)
class GrantForm:
    """Who gets which duty; `process_id` None is for all processes."""

    account_id: int
    role: Role
    process_id: int | None

    @classmethod
    def parse(cls, form: Mapping[str, object]) -> "GrantForm":
        """Check what was chosen, or say all that is wrong with it."""
        typed = {name: read_words(form.get(name)) for name in ("account", "role", "process", "q")}
        faults: dict[str, Text] = {}
        account = read_row(typed["account"])
        if account is None:
            faults["account"] = _("Choose one of the people found.")
        if typed["role"] not in list(Role):
            faults["role"] = _("Choose a duty.")
        process = read_row(typed["process"])
        if process is None and typed["process"] != "all":
            faults["process"] = _("Choose a process.")
        if faults or account is None:
            raise Invalid(faults, typed)
        return cls(account, Role(typed["role"]), process)
