"""What commands share: what they add their parser to, and terms of a count as they are typed."""

import argparse
from typing import TypeAlias

from concejo.errors import Refused
from concejo.text import _
from voting.core.ties import TieKey, Ties

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_terms(parser: argparse.ArgumentParser) -> None:
    """Let ties, conflicts and quotas be typed."""
    parser.add_argument(
        "--ties",
        metavar="KEYS",
        help="what decides between equals, one after the other: some of cheapest, dearest,"
        " most_votes, and at last published_order or lot; by itself, published_order",
    )
    parser.add_argument("--seed", default="", help="the public seed of the lot")
    parser.add_argument(
        "--conflict", metavar="CODES", action="append", default=[], help="at most one of them: 7,12"
    )
    parser.add_argument(
        "--quota",
        action="append",
        default=[],
        help="what some may cost together: Norte:most=50000,reserved=20000:7,12,31",
    )


def typed_ties(arguments: argparse.Namespace) -> Ties | None:
    """Read the keys for ties, or refuse what is none; None where nothing is typed."""
    if not arguments.ties:
        return None
    try:
        keys = tuple(TieKey(key.strip()) for key in arguments.ties.split(","))
    except ValueError as error:
        raise Refused(
            _("There is no key for ties like this: {keys}", keys=arguments.ties)
        ) from error
    return Ties(keys, arguments.seed)


def typed_conflicts(arguments: argparse.Namespace) -> tuple[tuple[str, ...], ...]:
    """Read which projects exclude one another."""
    groups = (group.split(",") for group in arguments.conflict)
    return tuple(tuple(code.strip() for code in group) for group in groups)
