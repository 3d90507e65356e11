"""concejo role: name the first administrator, list who has a role, help who lost a telephone."""

import argparse

from concejo.accounts.core import Grant, Role
from concejo.accounts.second_factor import services as second_factor
from concejo.accounts.services import find_account, grant_role, list_staff, revoke_role
from concejo.audit.core import SYSTEM
from concejo.commands.arguments import Subparsers
from concejo.processes.services import get_process, list_processes


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("role", help="grant, revoke and list roles")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for verb, run in (("grant", grant), ("revoke", revoke)):
        changing = verbs.add_parser(verb, help=f"{verb} a role")
        changing.add_argument("email", metavar="EMAIL")
        changing.add_argument("role", metavar="ROLE", type=Role, help=", ".join(Role))
        changing.add_argument("--process", metavar="SLUG", help="in this process only")
        changing.set_defaults(run=run, needs_database=True)
    listing = verbs.add_parser("list", help="list who has which role")
    listing.set_defaults(run=show, needs_database=True)
    resetting = verbs.add_parser("reset-second-factor", help="for who lost the telephone")
    resetting.add_argument("email", metavar="EMAIL")
    resetting.set_defaults(run=reset, needs_database=True)


async def grant(arguments: argparse.Namespace) -> None:
    """Give somebody a role."""
    account = await find_account(arguments.email)
    await grant_role(SYSTEM, account.id, arguments.role, await _process_id(arguments.process))
    print(f"{account.email} is {arguments.role}")


async def revoke(arguments: argparse.Namespace) -> None:
    """Take a role back."""
    account = await find_account(arguments.email)
    await revoke_role(SYSTEM, account.id, arguments.role, await _process_id(arguments.process))
    print(f"{account.email} is no longer {arguments.role}")


async def show(arguments: argparse.Namespace) -> None:
    """Print one person a line."""
    slugs = {process.id: process.slug for process in await list_processes()}
    for member in await list_staff():
        roles = ", ".join(_words(held, slugs) for held in member.grants)
        print(f"{member.email}\t{member.name}\t{roles}")


async def reset(arguments: argparse.Namespace) -> None:
    """Take somebody's second factor away; the next sign-in of an administrator sets one up."""
    account = await find_account(arguments.email)
    await second_factor.reset(SYSTEM, account.id)
    print(f"{account.email} has no second factor any more")


def _words(held: Grant, slugs: dict[int, str]) -> str:
    if held.process_id is None:
        return str(held.role)
    return f"{held.role} in {slugs.get(held.process_id, held.process_id)}"


async def _process_id(slug: str | None) -> int | None:
    return (await get_process(slug)).id if slug else None
