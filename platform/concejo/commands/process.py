"""concejo process: list the processes, show one, start a phase now."""

import argparse

from concejo.admin.calendar.services import start_phase
from concejo.audit.core import SYSTEM
from concejo.clock import now
from concejo.commands.arguments import Subparsers
from concejo.i18n import format_datetime, translate
from concejo.processes import core
from concejo.processes.core import PhaseKind
from concejo.processes.services import ProcessView, get_process, list_processes


def register(subparsers: Subparsers) -> None:
    """Add the command with its three verbs."""
    parser = subparsers.add_parser("process", help="list processes, show one, start a phase")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    listing = verbs.add_parser("list", help="every process with its present phase")
    listing.set_defaults(run=run_list, needs_database=True)
    showing = verbs.add_parser("show", help="the calendar and the areas of one process")
    showing.add_argument("slug")
    showing.set_defaults(run=run_show, needs_database=True)
    starting = verbs.add_parser("phase", help="start a phase now; the calendar makes room")
    starting.add_argument("slug")
    starting.add_argument("phase", choices=[kind.value for kind in PhaseKind])
    starting.set_defaults(run=run_phase, needs_database=True)


async def run_list(arguments: argparse.Namespace) -> None:
    """Print one line a process."""
    for process in await list_processes():
        print(f"{process.slug:<30}  {_present(process):<22}  {process.title}")


async def run_show(arguments: argparse.Namespace) -> None:
    """Print the calendar of a process, on its own clocks, and its areas."""
    process = await get_process(arguments.slug)
    print(f"{process.title}\n  now: {_present(process)}\n  hours of {process.timezone}:")
    for stage in process.glance(now()).stages:
        mark = "→" if stage.state == "current" else " "
        starts = format_datetime(stage.starts, "en", process.timezone)
        ends = "does not end"
        if stage.ends is not None:
            ends = format_datetime(stage.phase.ends_at, "en", process.timezone)
        print(f"  {mark} {stage.phase.kind:<11} {starts:<26} – {ends}")
    for branch in core.tree(process.areas):
        area = branch.area
        print(f"    {'  ' * branch.depth}{area.code}  {area.name}  {translate(area.money, 'en')}")


async def run_phase(arguments: argparse.Namespace) -> None:
    """Start a phase now, and print the calendar that this gives."""
    process = await get_process(arguments.slug)
    await start_phase(process.id, SYSTEM, PhaseKind(arguments.phase))
    await run_show(arguments)


def _present(process: ProcessView) -> str:
    stage = process.glance().stage
    return stage.phase.kind.value if stage else "between phases"
