"""Write to the members of a board that something waits for them, or was turned down.

See “duties” in voting/README.md.
"""

from concejo import settings
from concejo.accounts.core import Role, Visitor
from concejo.accounts.services import list_staff
from concejo.notifications.services import notify
from concejo.processes.services import ProcessView
from concejo.text import _
from voting.duties.core import Act
from voting.duties.kinds.services import Kind


async def list_members(process_id: int) -> list[int]:
    """List the accounts that are on the electoral board of a process, or of all processes."""
    return [
        member.account_id
        for member in await list_staff()
        if any(
            grant.role is Role.BOARD and grant.process_id in (None, process_id)
            for grant in member.grants
        )
    ]


async def tell_board(process: ProcessView, kind: Kind, proposer: Visitor) -> None:
    """Tell the other members that an act waits for one of them."""
    for account_id in await list_members(process.id):
        if account_id != proposer.id:
            await notify(
                account_id,
                _("{act}: another member has to confirm it", act=kind.words.title),
                _(
                    "{name} proposes, for the electoral board of “{process}”: {act}. It is done"
                    " once another member has confirmed it.",
                    name=proposer.name,
                    process=process.title,
                    act=kind.words.title,
                ),
                _("Look at it at {address}", address=address(process)),
            )


async def tell_proposer(process: ProcessView, kind: Kind, act: Act, member: Visitor) -> None:
    """Tell who proposed an act that another member turned it down."""
    await notify(
        act.proposed_by.id,
        _("{act}: it was turned down", act=kind.words.title),
        _(
            "{name} has turned down what was proposed for the electoral board of “{process}”:"
            " {act}.",
            name=member.name,
            process=process.title,
            act=kind.words.title,
        ),
        _("Look at it at {address}", address=address(process)),
    )


def address(process: ProcessView) -> str:
    """Give the address of the board's page for a letter."""
    return f"{settings.BASE_URL}/processes/{process.slug}/vote/board"
