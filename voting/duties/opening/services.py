"""The act that brings in the ballots that the trustees opened.

See “duties” in voting/README.md.
"""

from collections.abc import Awaitable, Callable

from concejo.audit.core import Actor
from concejo.processes.core import Action
from concejo.processes.services import ProcessView
from concejo.text import _
from voting.counting.services import NotClosed
from voting.duties.kinds.core import Fact, Files, TooLate, Upload, Words
from voting.duties.kinds.services import Kind
from voting.duties.opening.core import NAMES, OPENED, UNOPENED, load_opening, parse_opening
from voting.setup.office_key.services import find_office_key
from voting.setup.services import find_election

#: Takes the text of opened.jsonl and of unopened.jsonl for a process, or refuses them in words.
Take = Callable[[ProcessView, str, str, Actor], Awaitable[None]]
#: A hundred thousand ballots and their nonces, with room.
MAX_BYTES = 100_000_000


def opened_kind(take: Take) -> Kind:
    """Make the kind of act by which opened ballots are handed to `take`, once two have agreed."""

    async def do(process: ProcessView, payload: str, actor: Actor) -> None:
        """Take the opened ballots in, as both members have seen them."""
        opening = load_opening(payload)
        await take(process, opening.opened, opening.unopened, actor)

    return Kind(
        name="opened",
        words=WORDS,
        demand=_demand_closed_and_uncounted,
        do=do,
        uploads=(
            Upload(OPENED, _("Ballots that were opened"), _("The file opened.jsonl."), MAX_BYTES),
            Upload(
                UNOPENED,
                _("Ballots that could not be opened"),
                _("The file unopened.jsonl. It may be empty."),
                MAX_BYTES,
            ),
        ),
        read=_read,
        facts=_facts,
        is_long=True,
    )


WORDS = Words(
    title=_("Bring in the opened ballots"),
    told=_(
        "The trustees open the ballots together, on a computer without network, and write two"
        " files. What is in them is not shown here: only how many ballots there are, and the"
        " digest of each file."
    ),
    propose=_("Propose these files"),
    check=_("The numbers and both digests are those in the minutes of the opening"),
    confirm=_("Confirm the opened ballots"),
    done=_("The opened ballots are kept. They can be counted."),
    again=_("Bring in the opened ballots again"),
)


async def _demand_closed_and_uncounted(process: ProcessView) -> None:
    process.demand(Action.COUNT)
    election = await find_election(process)
    if election is None or election.closed_at is None:
        raise NotClosed(_("The ballot box has to be closed before its ballots are opened."))
    if await find_office_key(process.id) is not None:
        raise TooLate(
            _("The office keeps the seal key: the ballots are opened when they are counted.")
        )
    if election.counted_at is not None:
        raise TooLate(_("The ballots are counted: what was opened stays as it is."))


def _read(files: Files) -> str:
    return parse_opening(files).payload


def _facts(payload: str) -> tuple[Fact, ...]:
    opening = load_opening(payload)
    opened, unopened = opening.counts
    first, second = opening.digests
    return (
        (_("Ballots that were opened"), str(opened), False),
        (_("Ballots that could not be opened"), str(unopened), False),
        (_("Digest of {file}", file=NAMES[OPENED]), first, True),
        (_("Digest of {file}", file=NAMES[UNOPENED]), second, True),
    )
