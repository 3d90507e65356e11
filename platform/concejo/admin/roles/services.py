"""Grant duties to people, and take them back."""

from dataclasses import dataclass

from concejo.accounts.core import MAX_EMAIL, ROLE_NAMES, Role, Visitor
from concejo.accounts.models import Account, RoleGrant
from concejo.accounts.services import grant_role, revoke_role
from concejo.db import transaction
from concejo.errors import Forbidden, Invalid, NotFound
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
            unconfirmed = _("{name} has not confirmed the e-mail address yet.", name=account.name)
            raise Invalid({"account": unconfirmed})
        if process_id is not None and not await Process.exists(id=process_id):
            raise Invalid({"process": _("Choose a process.")})
        await grant_role(visitor.actor, account_id, role, process_id)


async def revoke(visitor: Visitor, grant_id: int) -> None:
    """Take a duty back, but never the last administrator of all processes."""
    row = await RoleGrant.get_or_none(id=grant_id)
    if row is None:
        raise NotFound(_("This duty was taken back already."))
    process_id = row.process_id or None
    _demand_scope(visitor, process_id)
    await revoke_role(visitor.actor, row.account_id, row.role, process_id)


def _demand_scope(visitor: Visitor, process_id: int | None) -> None:
    """Let nobody give or take a duty beyond what they administer."""
    if not visitor.has_role(Role.ADMINISTRATOR, process_id):
        raise Forbidden
