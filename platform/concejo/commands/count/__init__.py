"""concejo count: count a file of ballots at home, by any rule, with no database."""

import argparse
import gc
import sys
from typing import NoReturn

from concejo.commands.arguments import Subparsers, add_terms
from concejo.commands.count.budget import count_budget
from concejo.commands.count.clock import Clock
from concejo.commands.count.counted import Counted, Told
from concejo.commands.count.given import asks_question
from concejo.commands.count.told import as_json, as_text, print_notes
from concejo.errors import DomainError, Refused
from concejo.text import _
from voting.core.malformed import Malformed

_RULE_HELP = (
    "a code of --rules, with parameters if need be: equalshares/add1:start=floor. Without it, the"
    " file is counted by its own rule"
)
_MORE = """\
--json prints one object: rule (the code), parameters, winners (codes of projects in the order in
which they were chosen), cost (the sum of the winners' costs in the units of the file, a whole
number wherever it is whole), budget, left, currency, voters, ties (of each: between, winner, key),
seconds (from the bytes of the file in memory to the winners) with load_seconds and count_seconds
of which they are the sum, import_seconds (what Python took to load libraries meanwhile), digest
(equal for all who count the same), notes (how many remarks there are on the file). With --explain,
explained has the sentences of each project; with --compare, compared has the rules, of which each
tells its winners, cost, how many of them are in_common, and of the voters the share that is
represented, with own_number of winners that cost own_cost on average.

A threshold that the file states holds for its own rule and for the code greedy-threshold. Ballots
with points or an order are added up by them; scoring=votes says otherwise. A file that Concejo
published says itself how it is counted, and then gives the digest of the results page.
Exit status: 0 counted, 2 there is nothing to count like that; the reason is then one line.
"""


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "count",
        help="count a file of ballots, with no database",
        epilog=_MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="a .pb file, or .blt for a ranking")
    parser.add_argument("--rule", metavar="CODE", help=_RULE_HELP)
    parser.add_argument("--rules", action="store_true", help="list the codes of all rules")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--explain",
        metavar="PROJECT",
        action="append",
        default=[],
        help="tell why it won or did not, who paid, and by how much",
    )
    parser.add_argument(
        "--compare", action="store_true", help="set the winners of other rules beside"
    )
    add_terms(parser)
    _add_means(parser)
    parser.set_defaults(run=run, needs_database=False)


def _add_means(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seats", type=int, help="how many a ranking chooses")
    parser.add_argument(
        "--engine",
        choices=("reference", "fast"),
        help="what makes the runs of equal shares; without it, what is done sooner",
    )


def run(arguments: argparse.Namespace) -> None:
    """Count and print, or say in one line why there is nothing to count."""
    # Rubbish is not looked for: that takes longer than small counts do, and this is over soon.
    gc.disable()
    try:
        lines = _listed() if arguments.rules else _counted(arguments, Clock())
    except DomainError as error:
        _refuse(arguments.file, error)
    finally:
        gc.freeze()
        gc.enable()
    print("\n".join(lines))


def _listed() -> list[str]:
    from concejo.commands.count.codes import listed

    return list(listed())


def _counted(arguments: argparse.Namespace, clock: Clock) -> list[str]:
    counted = _count(arguments, clock)
    is_asked = arguments.explain or arguments.compare
    told = counted.tell(arguments.explain, arguments.compare) if is_asked else Told()
    print_notes(counted)
    return [as_json(counted, clock, told)] if arguments.json else [*as_text(counted, clock, told)]


def _count(arguments: argparse.Namespace, clock: Clock) -> Counted:
    if not arguments.file:
        raise Refused(_("Say which file to count."))
    try:
        with open(arguments.file, "rb") as file:
            data = file.read()
    except OSError as error:
        raise Refused(_("It cannot be read: {reason}.", reason=error.strerror or "")) from error
    try:
        return _count_either(data, arguments, clock)
    except Malformed as error:
        raise Refused(error.text) from error


def _count_either(data: bytes, arguments: argparse.Namespace, clock: Clock) -> Counted:
    if not asks_question(arguments):
        return count_budget(data, arguments, clock)
    # Most counts have no use for the rules of decision.
    from concejo.commands.count.question import count_question

    return count_question(data, arguments, clock)


def _refuse(file: str | None, error: DomainError) -> NoReturn:
    where = f"{file}: " if file else ""
    print(f"concejo: {where}{error.message}", file=sys.stderr)
    sys.exit(2)
