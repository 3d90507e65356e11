"""Draw a ticket for a page of a desk, and read the one that a page brings back.

See “desk” in voting/README.md.
"""

from secrets import token_bytes

from concejo.errors import Refused
from concejo.secret import secret_key
from concejo.text import _
from voting.desk.core import NONCE_BYTES, Ticket, open_ticket, seal_ticket
from voting.desk.sessions.services import Desk


class StrangePage(Refused):
    """What was sent comes from no page of this session."""


def new_ticket(desk: Desk, person_id: int = 0) -> str:
    """Draw the ticket of a page about a person, or (0) about nobody in particular."""
    ticket = Ticket(desk.id, person_id, token_bytes(NONCE_BYTES))
    return seal_ticket(secret_key("desk"), ticket)


def read_ticket(sent: str, desk: Desk, *, of_person: bool = True) -> Ticket:
    """Read the ticket of a page of this session that is about a person, or about none."""
    ticket = open_ticket(secret_key("desk"), sent)
    if ticket is None or ticket.session_id != desk.id or bool(ticket.person_id) != of_person:
        raise StrangePage(
            _("This page is of another session. Nothing was done. Begin again from the desk.")
        )
    return ticket
