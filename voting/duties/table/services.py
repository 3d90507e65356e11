"""The table of the acts that a board can do, in order of time.

See “duties” in voting/README.md. A new kind of act is one more entry here; its page, the rule of
two persons, letters, log and refusals are there already.
"""

from concejo.audit.core import Actor
from concejo.errors import NotFound, Refused
from concejo.processes.core import Action
from concejo.processes.services import ProcessView
from concejo.text import _
from voting.counting import services as counting
from voting.counting.opening.services import demand_opened, is_sealed_off, take_opened
from voting.counting.services import NeverOpened, NotClosed
from voting.duties.kinds.core import Fact, Files, TooLate, Upload, Words
from voting.duties.kinds.services import Kind
from voting.duties.opening.services import opened_kind
from voting.paper.services import demand_complete
from voting.setup.seal_key.core import MAX_BYTES, parse_seal_key
from voting.setup.seal_key.services import keep_seal_key
from voting.setup.services import find_election, get_election, is_locked


class AlreadyClosed(Refused):
    """The ballot box is closed; it is closed once."""


def get_kind(name: str) -> Kind:
    """Find a kind of act by its name."""
    if name not in KINDS:
        raise NotFound
    return KINDS[name]


async def _demand_before_the_vote(process: ProcessView) -> None:
    if await is_locked(process.id) or process.may(Action.COUNT):
        raise TooLate(_("The vote has opened: no key can be brought in or replaced any more."))


async def _keep_key(process: ProcessView, payload: str, actor: Actor) -> None:
    await keep_seal_key(process.id, parse_seal_key(payload.encode()), actor)


def _read_key(files: Files) -> str:
    return parse_seal_key(files["seal_key"]).text


def _key_facts(payload: str) -> tuple[Fact, ...]:
    key = parse_seal_key(payload.encode())
    needed = (
        _("any one of the {n}, alone", n=key.n)
        if key.k == 1
        else _("any {k} of the {n}, together", k=key.k, n=key.n)
    )
    return (
        (_("Trustees who can open the ballots"), needed, False),
        (_("Fingerprint of the public key"), key.fingerprint, True),
    )


async def _demand_open_box(process: ProcessView) -> None:
    process.demand(Action.COUNT)
    election = await find_election(process)
    if election is None or election.locked_at is None:
        raise NeverOpened(_("No vote was opened in this process: there is nothing to close."))
    if election.closed_at is not None and is_sealed_off(election):
        raise AlreadyClosed(_("The ballot box is closed already."))


async def _close(process: ProcessView, _payload: str, actor: Actor) -> None:
    await counting.close(process, actor)


async def _demand_closed_box(process: ProcessView) -> None:
    process.demand(Action.COUNT)
    election = await find_election(process)
    if election is None or election.closed_at is None:
        raise NotClosed(_("The ballot box has to be closed before it is counted."))
    await demand_opened(election)
    await demand_complete(election)


async def _count(process: ProcessView, _payload: str, actor: Actor) -> None:
    await counting.count(process, actor)


async def _take_opened(process: ProcessView, opened: str, unopened: str, actor: Actor) -> None:
    election = await get_election(process)
    await take_opened(election, opened.encode(), unopened.encode(), actor)


SEAL_KEY = Kind(
    name="seal_key",
    words=Words(
        title=_("Bring in the key that seals the ballots"),
        told=_(
            "The trustees make it at their ceremony, before the vote opens. Ballots are sealed to"
            " it, and only the trustees together can open them. Until the vote opens it can be"
            " replaced."
        ),
        propose=_("Propose this key"),
        check=_("The fingerprint is the one in the minutes of the ceremony, group by group"),
        confirm=_("Confirm the key"),
        done=_("The key is kept. Ballots will be sealed to it."),
        again=_("Replace the key"),
    ),
    demand=_demand_before_the_vote,
    do=_keep_key,
    uploads=(
        Upload(
            "seal_key",
            _("File of the public key"),
            _("seal-key.json, which the ceremony wrote. It holds nothing secret."),
            MAX_BYTES,
        ),
    ),
    read=_read_key,
    facts=_key_facts,
    is_before_vote=True,
)

CLOSE = Kind(
    name="close",
    words=Words(
        title=_("Close the ballot box"),
        told=_(
            "From then on no ballot is taken. The ballots that still wait sealed are shuffled in"
            " with the others."
        ),
        propose=_("Propose to close the ballot box"),
        check=_("The ballot box is to be closed for good"),
        confirm=_("Confirm and close the ballot box"),
        done=_("The ballot box is closed."),
    ),
    demand=_demand_open_box,
    do=_close,
    done_at=lambda election: election.closed_at,
    is_long=True,
)

COUNT = Kind(
    name="count",
    words=Words(
        title=_("Count the ballots"),
        told=_(
            "The rule is the one that was locked. As soon as the count is done the results"
            " are public. Another count takes the same ballots and has to come to the same"
            " digests; if it does not, it says so."
        ),
        propose=_("Propose to count"),
        check=_("The ballots are to be counted now"),
        confirm=_("Confirm and count"),
        done=_("The ballots are counted, and the results are public."),
        again=_("Count again"),
    ),
    demand=_demand_closed_box,
    do=_count,
    done_at=lambda election: election.counted_at,
    is_long=True,
    afterwards=counting.analyse,
)

#: Every kind of act by its name, in the order in which a vote needs them.
KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (SEAL_KEY, CLOSE, opened_kind(_take_opened), COUNT)
}
