"""The desk as values: the styles that there are, the ticket of a page, what a sheet tells.

See “desk” in voting/README.md.
"""

from voting.desk.core.instructions import general_instructions, instructions
from voting.desk.core.styles import Style, list_styles
from voting.desk.core.ticket import NONCE_BYTES, Ticket, open_ticket, seal_ticket

__all__ = [
    "NONCE_BYTES",
    "Style",
    "Ticket",
    "general_instructions",
    "instructions",
    "list_styles",
    "open_ticket",
    "seal_ticket",
]
