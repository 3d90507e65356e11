"""Who is asking, and whether they may: the first lines of every handler."""

from starlette.requests import Request

from concejo.accounts.core import Role, Visitor
from concejo.errors import Forbidden, NotSignedIn, Refused
from concejo.text import _


class NotVerified(Refused):
    """Only a resident who was matched with the roll may do this."""


def current(request: Request) -> Visitor | None:
    """Give who is signed in, or None."""
    found: Visitor | None = request.scope.get("account")
    return found


def signed_in(request: Request) -> Visitor:
    """Give who is signed in; anybody else is led to the sign-in and back."""
    visitor = current(request)
    if visitor is None:
        raise NotSignedIn
    return visitor


def verified(request: Request) -> Visitor:
    """Give the verified resident who asks."""
    visitor = signed_in(request)
    if not visitor.is_verified:
        raise NotVerified(
            _("Only verified residents can do this. Verify your account first: it takes a minute.")
        )
    return visitor


def with_role(request: Request, role: Role, process_id: int | None) -> Visitor:
    """Give who is signed in, provided that the duty is theirs in this process (None: in all)."""
    visitor = signed_in(request)
    if not visitor.has_role(role, process_id):
        raise Forbidden
    return visitor


def with_role_anywhere(request: Request, *roles: Role) -> Visitor:
    """Give who is signed in, provided that one of the duties is theirs in some process."""
    visitor = signed_in(request)
    if not any(visitor.has_role_anywhere(role) for role in roles):
        raise Forbidden
    return visitor
