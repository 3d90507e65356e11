"""Two members of a board at work, as services and at their pages; and a key that they bring in."""

import re
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from concejo.accounts.core import Visitor
from concejo.processes.services import ProcessView
from tests.people import Browser
from voting.duties.register.services import get_act
from voting.duties.services import confirm, propose
from voting.duties.table.services import get_kind
from voting.setup.seal_key.core import SealKey

BOARD = "/processes/presupuestos-2027/vote/board"


def make_key(first: int = 1) -> SealKey:
    """Make the public part of a seal key, another one for each number."""
    public = X25519PrivateKey.from_private_bytes(bytes([first] * 32)).public_key()
    hashes = tuple(f"{first:02x}{share:062x}" for share in range(1, 6))
    return SealKey(public.public_bytes_raw().hex(), 3, 5, hashes)


def files_of(key: SealKey) -> dict[str, bytes]:
    """Give the file with a key as the page reads it."""
    return {"seal_key": key.text.encode()}


async def proposed(
    process: ProcessView, kind: str, member: Visitor, files: Mapping[str, bytes] | None = None
) -> int:
    """Let a member propose an act; give its number."""
    return await propose(process, get_kind(kind), files or {}, member)


async def confirmed(process: ProcessView, act_id: int, member: Visitor) -> None:
    """Let a member confirm an act after a look at it."""
    act = await get_act(process.id, act_id)
    await confirm(process, act_id, act.digest, member)


async def both(process: ProcessView, kind: str, one: Visitor, other: Visitor) -> None:
    """Let one member propose and another one confirm."""
    await confirmed(process, await proposed(process, kind, one), other)


async def act_on_page(kind: str, one: Browser, other: Browser) -> None:
    """Propose and confirm on the page of the board."""
    answer = await one.submit(f"{BOARD}/propose/{kind}")
    assert answer.status_code == 303, answer.text
    page = await other.get(BOARD)
    address, digest = form_of(page.text)
    answer = await other.submit(address, agreed="1", digest=digest)
    assert answer.status_code == 303, answer.text


def form_of(page: str) -> tuple[str, str]:
    """Find the form that confirms on a page: its address, and the digest of what it shows."""
    address = re.search(r'action="([^"]*/confirm)"', page)
    digest = re.search(r'name="digest" value="([^"]*)"', page)
    assert address is not None
    assert digest is not None
    return address[1], digest[1]
