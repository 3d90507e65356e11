"""How far the entry of sheets has come, and the sheets themselves for the count.

See “paper” in voting/README.md.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from concejo.errors import Refused
from concejo.processes.core import Action
from concejo.processes.services import ProcessView, get_process_by_id
from concejo.text import Text, _, ngettext
from voting.credentials import services as credentials
from voting.desk.core import list_styles
from voting.models import Election
from voting.paper.core import Progress, UrnProgress
from voting.paper.models import Sheet, TypedSheet, Urn
from voting.setup.core import joined
from voting.setup.services import ElectionView, get_election


class SheetsMissing(Refused):
    """Not every sheet of the urns is entered, or there are too many."""


async def list_sheets(election_id: int) -> list[tuple[str, str]]:
    """Give the style and the plain text of every accepted sheet, for the count.

    The style is named as in voting.booth.core.style_name; the text is empty where the sheet is
    null. They are sorted by the text, so that nothing tells in which order sheets were typed.
    """
    rows = await Sheet.filter(urn__election_id=election_id)
    return [(style, plain) for plain, style in sorted((row.plain, row.style) for row in rows)]


async def count_sheets(election_id: int) -> int:
    """Count the accepted sheets."""
    return await Sheet.filter(urn__election_id=election_id).count()


async def demand_complete(election: ElectionView) -> None:
    """Refuse to go on to the count while the entry of sheets is not complete, saying why."""
    found = await progress(election)
    if found.faults:
        raise SheetsMissing(joined(found.faults))


async def list_unfinished(process_ids: Iterable[int]) -> list[ProcessView]:
    """List the processes in which sheets have to be entered before the count."""
    waiting = Election.filter(
        process_id__in=sorted(process_ids), closed_at__isnull=False, counted_at__isnull=True
    )
    processes = [
        await get_process_by_id(row.process_id) for row in await waiting.order_by("process_id")
    ]
    return [
        process
        for process in processes
        if process.may(Action.COUNT)
        and not (await progress(await get_election(process))).is_complete
    ]


async def progress(election: ElectionView) -> Progress:
    """Tell how many sheets were typed, and never what is on them."""
    urns = tuple([await _progress_of(urn) for urn in await _urns(election.id)])
    given = await credentials.count_sheets(election.id)
    marks = sum(given.values())
    faults = (*_faults(urns, marks), *await _excess(election, given))
    return Progress(urns, marks, faults)


async def _urns(election_id: int) -> list[Urn]:
    return await Urn.filter(election_id=election_id).order_by("name")


async def _progress_of(urn: Urn) -> UrnProgress:
    accepted = {row.number for row in await Sheet.filter(urn_id=urn.id).only("id", "number")}
    rows = await TypedSheet.filter(urn_id=urn.id).only("id", "number")
    typed = Counter(row.number for row in rows)
    once = sum(times == 1 for times in typed.values())
    differing = sorted(n for n, times in typed.items() if times == 2 and n not in accepted)
    return UrnProgress(urn.id, urn.name, urn.sheets, once, len(accepted), tuple(differing))


def _faults(urns: tuple[UrnProgress, ...], marks: int) -> list[Text]:
    faults = []
    if marks and not urns:
        faults.append(
            ngettext(
                "{count} person was given a sheet, and no urn was opened yet.",
                "{count} people were given a sheet, and no urn was opened yet.",
                marks,
            )
        )
    for urn in urns:
        if urn.sheets is None:
            faults.append(_("“{urn}”: two people have to agree on its sheets.", urn=urn.name))
        elif not urn.is_complete:
            faults.append(_missing(urn, urn.sheets - urn.accepted))
    declared = sum(urn.sheets or 0 for urn in urns)
    if declared > marks:
        faults.append(
            _(
                "There are {sheets} sheets in the urns, and only {marks} people were given one. Do"
                " not count: call for an audit.",
                sheets=declared,
                marks=marks,
            )
        )
    return faults


def _missing(urn: UrnProgress, number: int) -> Text:
    return ngettext(
        "“{urn}”: {count} sheet is not accepted yet.",
        "“{urn}”: {count} sheets are not accepted yet.",
        number,
        urn=urn.name,
    )


async def _excess(election: ElectionView, given: Mapping[int, int]) -> list[Text]:
    """Find the styles of which more sheets are in the urns than people were given."""
    rows = await Sheet.filter(urn__election_id=election.id).only("id", "style")
    found = Counter(row.style for row in rows)
    marks = {
        frozenset(style.contests): given.get(number, 0)
        for number, style in enumerate(election.protocol.styles)
    }
    return [
        _(
            "Of “{style}” there are {sheets} sheets, and only {handed} were handed out. Look for"
            " sheets that were typed as another kind; if there are none, call for an audit.",
            style=style.name,
            sheets=found[style.key],
            handed=marks[style.keys],
        )
        for style in list_styles(election.contests)
        if found[style.key] > marks[style.keys]
    ]
