"""Grant duties to people, and take them back."""

from dataclasses import dataclass

from concejo.accounts.core import MAX_EMAIL, ROLE_NAMES, Role, Visitor
from concejo.accounts.models import Account, RoleGrant
from concejo.audit import services as audit
from concejo.db import fetch, lock_table, transaction
from concejo.errors import Forbidden, Invalid, NotFound, Refused
from concejo.processes.models import Process
from concejo.text import Text, _

MOST_FOUND = 20
LEAST_TYPED = 3


@dataclass(frozen=True)
class Person:
    """An account that may be given a duty."""

    id: int
    name: str
    email: str
    is_confirmed: bool


@dataclass(frozen=True)
class GrantView:
    """A duty that somebody holds; `process` is its title, None for all processes."""

    id: int
    account_id: int
    name: str
    email: str
    role: Role
    process: str | None

    @property
    def role_name(self) -> Text:
        """Give the role in words."""
        return ROLE_NAMES[self.role]


async def find_people(typed: str) -> list[Person]:
    """Find accounts whose e-mail begins with what was typed."""
    start = typed.replace("\0", "").strip().lower()
    if not LEAST_TYPED <= len(start) <= MAX_EMAIL:
        return []
    rows = await Account.filter(email__istartswith=start).order_by("email").limit(MOST_FOUND)
    return [Person(a.id, a.name, a.email, a.email_confirmed_at is not None) for a in rows]


async def list_grants(visitor: Visitor) -> list[GrantView]:
    """List the duties that this administrator may take back."""
    titles = {process.id: process.title for process in await Process.all()}
    rows = await RoleGrant.all().prefetch_related("account").order_by("role", "process_id", "id")
    return [
        GrantView(
            row.id,
            row.account_id,
            row.account.name,
            row.account.email,
            row.role,
            titles.get(row.process_id),
        )
        for row in rows
        if visitor.has_role(Role.ADMINISTRATOR, row.process_id or None)
    ]


async def grant(visitor: Visitor, account_id: int, role: Role, process_id: int | None) -> None:
    """Give an account a duty; that it has it already changes nothing."""
    _demand_scope(visitor, process_id)
    async with transaction():
        account = await Account.get_or_none(id=account_id)
        if account is None:
            raise Invalid({"account": _("Choose one of the people found.")})
        if account.email_confirmed_at is None:
            raise Invalid(
                {
                    "account": _(
                        "{name} has not confirmed the e-mail address yet.", name=account.name
                    )
                }
            )
        if process_id is not None and not await Process.exists(id=process_id):
            raise Invalid({"process": _("Choose a process.")})
        made = await fetch(
            "INSERT INTO role_grant (account_id, role, process_id) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING RETURNING id",
            account_id,
            role.value,
            process_id or 0,
        )
        if made:
            await _record(visitor, "role.granted", account, role, process_id)


async def revoke(visitor: Visitor, grant_id: int) -> None:
    """Take a duty back, but never the last administrator of all processes."""
    async with transaction():
        await lock_table("role_grant")
        row = await RoleGrant.get_or_none(id=grant_id).prefetch_related("account")
        if row is None:
            raise NotFound(_("This duty was taken back already."))
        _demand_scope(visitor, row.process_id or None)
        is_chief = row.role is Role.ADMINISTRATOR and not row.process_id
        if is_chief and await RoleGrant.filter(role=row.role, process_id=0).count() == 1:
            raise Refused(_("Somebody has to administer: grant this duty to another first."))
        await row.delete()
        await _record(visitor, "role.revoked", row.account, row.role, row.process_id or None)


def _demand_scope(visitor: Visitor, process_id: int | None) -> None:
    """Let nobody give or take a duty beyond what they administer."""
    if not visitor.has_role(Role.ADMINISTRATOR, process_id):
        raise Forbidden


async def _record(
    visitor: Visitor, action: str, account: Account, role: Role, process_id: int | None
) -> None:
    await audit.record(
        visitor.actor, action, f"account:{account.id}", role=role.value, process=process_id
    )
