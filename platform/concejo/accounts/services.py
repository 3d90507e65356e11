"""Accounts: register, confirm, sign in."""

from concejo.accounts.core import Grant, Visitor
from concejo.accounts.models import Account, RoleGrant
from concejo.accounts.verification.models import Verification


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
        grants=tuple(Grant(grant.role, grant.process_id or None) for grant in grants),
    )
