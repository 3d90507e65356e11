"""concejo election: hold a real election again, close, count, compare, export, bundle, recount."""

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from concejo.admin.calendar.services import start_phase
from concejo.audit.core import SYSTEM
from concejo.commands.arguments import Subparsers, add_terms, typed_conflicts, typed_ties
from concejo.errors import Refused
from concejo.i18n import translate
from concejo.processes.core import Action, PhaseKind
from concejo.processes.services import get_process
from concejo.text import Money, _
from voting.bundle.services import VERIFIER, find_latest, make_bundle
from voting.core.protocol.manifest import in_groups
from voting.imports.core import Plan, plan, read_file, read_rule, recount, slug_of
from voting.imports.services import import_election
from voting.services import (
    Results,
    analyse,
    close,
    count,
    export_pabulib,
    find_results,
    get_election,
    turnout,
)

_RULE_HELP = "such as greedy:threshold=50 or equal_shares:completion=add1,exhaustive_stop=false"


def register(subparsers: Subparsers) -> None:
    """Add the command with its verbs."""
    parser = subparsers.add_parser(
        "election", help="import, close, count, compare, export, bundle, recount"
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    importing = verbs.add_parser("import", help="hold the election of a .pb file again")
    _take_file(importing)
    importing.add_argument("--slug", help="the address of the process; the file's name otherwise")
    importing.set_defaults(run=run_import, needs_database=True)
    closing = verbs.add_parser("close", help="close the ballot box")
    closing.add_argument("slug")
    closing.add_argument("--now", action="store_true", help="end the voting phase first")
    closing.set_defaults(run=run_close, needs_database=True)
    _add_verbs_of_a_held_one(verbs)
    bundling = verbs.add_parser("bundle", help="write everything to verify a counted vote at home")
    bundling.add_argument("slug", nargs="?", metavar="ELECTION", help="the address of its process")
    bundling.add_argument("file", type=Path, metavar="FILE.zip")
    bundling.add_argument("--latest", action="store_true", help="the vote that was closed last")
    bundling.set_defaults(run=run_bundle, needs_database=True)
    recounting = verbs.add_parser("recount", help="count a .pb file at home, without a database")
    _take_file(recounting)
    recounting.set_defaults(run=run_recount, needs_database=False)


def _add_verbs_of_a_held_one(verbs: Subparsers) -> None:
    for name, run, words in (
        ("count", run_count, "count the ballots, or count them again"),
        ("compare", run_compare, "compare the winners with the official ones of a .pb file"),
        ("export", run_export, "write the ballots of a counted contest as a .pb file"),
    ):
        verb = verbs.add_parser(name, help=words)
        verb.add_argument("slug")
        verb.set_defaults(run=run, needs_database=True)
        if name == "compare":
            verb.add_argument("file", type=Path)
            verb.add_argument("--funded", default="1", help="marks that mean funded, as 1,2")
        if name == "export":
            verb.add_argument(
                "contest", nargs="?", help="the code of its area, where there are several"
            )


def _take_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--rule", type=read_rule, help=_RULE_HELP)
    add_terms(parser)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            _("{file} cannot be read as text: {reason}", file=str(path), reason=str(error))
        ) from error


def _plan(arguments: argparse.Namespace) -> Plan:
    made = plan(
        _read(arguments.file),
        arguments.rule,
        typed_ties(arguments),
        typed_conflicts(arguments),
        arguments.quota,
    )
    for warning in made.warnings:
        print(f"  note: {translate(warning, 'en')}", file=sys.stderr)
    return made


async def run_import(arguments: argparse.Namespace) -> None:
    """Cast every ballot of the file through the booth, and say what to do next."""
    made = _plan(arguments)
    slug = slug_of(arguments.slug or arguments.file.name)
    with tqdm(total=len(made.ballots), unit="ballots", disable=None) as bar:
        await import_election(made, slug, bar.update)
    print(f"{len(made.ballots)} ballots are cast at /processes/{slug}/vote")
    print(f"next: concejo election close {slug} --now && concejo election count {slug}")


async def run_close(arguments: argparse.Namespace) -> None:
    """Close the box and print how many took part and how many ballots there are."""
    process = await get_process(arguments.slug)
    if arguments.now and process.may(Action.VOTE):
        await start_phase(process.id, SYSTEM, PhaseKind.COUNTING)
        process = await get_process(arguments.slug)
    await close(process, SYSTEM)
    found = await turnout(await get_election(process))
    print(f"closed: {found.marks} people voted, {found.ballots} ballots are in the box")


async def run_count(arguments: argparse.Namespace) -> None:
    """Count, print winners, money and digest of each contest, and prepare what the pages tell."""
    process = await get_process(arguments.slug)
    await count(process, SYSTEM)
    for result in (await _results(arguments.slug)).contests:
        spent = translate(Money(result.outcome.spent, result.outcome.currency), "en")
        print(f"{result.contest.name}: {len(result.winners)} winners, {spent} spent")
        for line in result.winners:
            cost = translate(Money(line.bar.cost, result.outcome.currency), "en")
            print(f"  {line.project.code:<12} {line.bar.score:>8}  {cost:>16}  {line.name}")
        print(f"  digest {result.digest}", flush=True)
    await analyse(process)


async def run_compare(arguments: argparse.Namespace) -> None:
    """Say whether the winners are the official ones; exit status 1 when they are not."""
    official = read_file(_read(arguments.file)).selected(frozenset(arguments.funded.split(",")))
    results = await _results(arguments.slug)
    ours = {line.project.code for result in results.contests for line in result.winners}
    if ours == official:
        print(f"the same {len(ours)} winners")
        return
    print(f"only here: {', '.join(sorted(ours - official)) or '–'}")
    print(f"only in the file: {', '.join(sorted(official - ours)) or '–'}")
    sys.exit(1)


async def run_export(arguments: argparse.Namespace) -> None:
    """Write the file to the standard output."""
    election = await get_election(await get_process(arguments.slug))
    wanted = [c for c in election.contests if arguments.contest in (None, c.area_code)]
    if len(wanted) != 1:
        codes = ", ".join(contest.area_code for contest in election.contests)
        raise Refused(_("Say which contest: one of {codes}.", codes=codes))
    sys.stdout.write(await export_pabulib(wanted[0].id))


async def run_bundle(arguments: argparse.Namespace) -> None:
    """Write the bundle of a counted vote, and say how it is verified."""
    if arguments.latest == bool(arguments.slug):
        raise Refused(_("Name the vote, or say --latest: one of the two."))
    if arguments.latest:
        election = await find_latest()
    else:
        election = await get_election(await get_process(arguments.slug))
    content = await make_bundle(election)
    try:
        arguments.file.write_bytes(content)
    except OSError as error:
        raise Refused(
            _("{file} cannot be written: {reason}", file=str(arguments.file), reason=str(error))
        ) from error
    print(f"the vote of “{election.process.slug}” is in {arguments.file} ({len(content)} bytes)")
    print(f"fingerprint {in_groups(election.manifest_hash)}")
    print(f"verify it with: python {VERIFIER} {arguments.file}")


def run_recount(arguments: argparse.Namespace) -> None:
    """Count a file and print winners and digest, to be compared with what was published."""
    made = _plan(arguments)
    outcome = recount(made)
    for code in outcome.winners:
        print(f"  {code}")
    spent = translate(Money(outcome.spent, outcome.currency), "en")
    print(f"{len(outcome.winners)} winners, {spent} spent")
    print(f"digest {outcome.digest()}")


async def _results(slug: str) -> Results:
    results = await find_results(await get_process(slug))
    if results is None:
        raise Refused(_("The results are published once the ballots have been counted."))
    return results
