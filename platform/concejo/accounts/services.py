"""Accounts and duties: find them, make them, change them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from tortoise.exceptions import IntegrityError

from concejo.accounts.attempts.services import sweep_attempts
from concejo.accounts.core import Grant, Role, Visitor
from concejo.accounts.models import Account, AccountToken, RoleGrant
from concejo.accounts.passwords.services import hash_password
from concejo.accounts.verification.models import Verification
from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.clock import now
from concejo.db import execute, lock_table, transaction
from concejo.errors import NotFound, Refused
from concejo.sessions.services import close_all_sessions
from concejo.text import _

#: An account whose address nobody confirmed is forgotten after this.
UNCONFIRMED = timedelta(days=7)
_GRANT = """
INSERT INTO role_grant (account_id, role, process_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
"""


class AddressTaken(Refused):
    """There is already an account with this address."""


@dataclass(frozen=True)
class StaffMember:
    """Somebody with duties, as the back office lists them."""

    account_id: int
    name: str
    email: str
    has_second_factor: bool
    grants: tuple[Grant, ...]


async def find_visitor(account_id: int) -> Visitor | None:
    """Give an account as guards and pages see it: its roles and, once verified, its person."""
    account = await Account.get_or_none(id=account_id)
    if account is None:
        return None
    grants = await RoleGrant.filter(account_id=account_id)
    verification = await Verification.get_or_none(account_id=account_id)
    return Visitor(
        id=account.id,
        name=account.name,
        email=account.email,
        person_id=verification.person_id if verification else None,
        grants=_grants(grants),
    )


async def get_account(account_id: int) -> Account:
    """Find the account of somebody who is signed in."""
    return await Account.get(id=account_id)


async def find_account(email: str) -> Account:
    """Find an account by its address, for whoever grants a duty."""
    account = await Account.get_or_none(email=email.strip().lower())
    if account is None:
        raise NotFound(_("There is no account with this address."))
    return account


async def create_account(
    name: str, email: str, password: str, *, confirmed: bool, language: str = "es"
) -> Account:
    """Make an account; what was typed has been checked before. `email` is in lower case."""
    hashed = await hash_password(password)
    try:
        async with transaction():
            return await Account.create(
                name=name,
                email=email,
                password_hash=hashed,
                email_confirmed_at=now() if confirmed else None,
                language=language,
                created_at=now(),
            )
    except IntegrityError as error:
        raise AddressTaken(_("There is already an account with this address.")) from error


async def change_profile(account_id: int, name: str, language: str) -> None:
    """Change how somebody is called and written to."""
    await Account.filter(id=account_id).update(name=name, language=language)


async def grant_role(actor: Actor, account_id: int, role: Role, process_id: int | None) -> None:
    """Give somebody a duty in a process, or in all of them (None); a second time changes nothing.

    A new administrator is signed out everywhere: the next sign-in asks for the second factor.
    """
    async with transaction():
        account = await Account.select_for_update().get_or_none(id=account_id)
        if account is None:
            raise NotFound(_("There is no such account."))
        if await execute(_GRANT, account_id, role.value, process_id or 0):
            if role is Role.ADMINISTRATOR:
                await close_all_sessions(account_id)
            await _record(actor, "role.granted", account_id, role, process_id)


async def revoke_role(actor: Actor, account_id: int, role: Role, process_id: int | None) -> None:
    """Take a duty back. The last administrator of all processes stays."""
    async with transaction():
        # Two administrators who revoke each other at once must not both succeed.
        await lock_table("role_grant")
        held = RoleGrant.filter(account_id=account_id, role=role, process_id=process_id or 0)
        if not await held.delete():
            raise Refused(_("This account does not have this role."))
        is_orphaned = not await RoleGrant.filter(role=Role.ADMINISTRATOR, process_id=0).exists()
        if role is Role.ADMINISTRATOR and process_id is None and is_orphaned:
            raise Refused(_("This is the last administrator. Name another one first."))
        await _record(actor, "role.revoked", account_id, role, process_id)


async def list_staff() -> list[StaffMember]:
    """List everybody who has a duty, by name."""
    rows = await Account.filter(grants__id__not_isnull=True).distinct().prefetch_related("grants")
    return sorted((_staff_member(row) for row in rows), key=lambda member: member.name.casefold())


async def sweep_accounts() -> None:
    """Forget links that are over, tries that are long past, addresses that nobody confirmed."""
    await AccountToken.filter(expires_at__lte=now()).delete()
    await sweep_attempts()
    await Account.filter(
        email_confirmed_at__isnull=True, created_at__lt=now() - UNCONFIRMED
    ).delete()


async def _record(
    actor: Actor, action: str, account_id: int, role: Role, process_id: int | None
) -> None:
    await audit.record(actor, action, f"account:{account_id}", role=role.value, process=process_id)


def _staff_member(row: Account) -> StaffMember:
    return StaffMember(
        row.id, row.name, row.email, row.totp_secret is not None, _grants(row.grants)
    )


def _grants(rows: Iterable[RoleGrant]) -> tuple[Grant, ...]:
    return tuple(Grant(row.role, row.process_id or None) for row in rows)
