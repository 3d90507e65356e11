"""Do for the office, over the network, what a box in its own house does for it.

See “box” in voting/README.md. The board key never leaves the house, sealed ballots only once the
box is closed, and what the office has signed is held against the board first.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace

from concejo.errors import Refused
from concejo.text import _
from voting.box import services as box
from voting.box.core import Sent
from voting.box.envelopes import services as envelopes
from voting.box.envelopes.core import read_envelopes
from voting.box.keys import services as keys
from voting.box.log import services as log
from voting.core.crypto import ed25519
from voting.core.protocol.board import write_board
from voting.core.protocol.closing import Close
from voting.core.protocol.counted import tell_apart
from voting.core.protocol.layout import Unreadable, digest, text_of
from voting.core.protocol.leaves import BallotLeaf, read_leaf
from voting.core.protocol.receipts import Receipt


class NotOurs(Refused):
    """What the office sent is not of a vote of this box, or not what stands on its board."""


class StillOpen(Refused):
    """Only a closed box gives this away."""


def is_token(given: str) -> bool:
    """Say whether somebody has the token, in a time that tells nothing about it."""
    return hmac.compare_digest(digest(given.encode()), digest(keys.office_token().encode()))


def prepare(election: bytes) -> bytes:
    """Make the key that signs the board of an election, and give its public half."""
    return box.prepare(election)


async def open_box(octets: bytes) -> None:
    """Open the box of a manifest that names our key; another one for the same vote is refused."""
    try:
        text = text_of(octets)
        manifest = box.read_manifest(text)
    except Unreadable as error:
        raise NotOurs(_("This is no manifest. Both houses need the same release.")) from error
    if manifest.board_key != box.prepare(manifest.election_id):
        raise NotOurs(_("The board key in this manifest is not the one of this box."))
    await box.open_box(text)
    if await box.manifest_text(manifest.election_id) != text:
        raise NotOurs(_("The box of this vote is open already, with another manifest."))


async def cast(election: bytes, sent: Sequence[Sent]) -> list[Receipt]:
    """Take ballots that the office casts for voters without a program of their own."""
    return await box.cast(election, sent)


async def keep_envelopes(election: bytes, octets: bytes) -> None:
    """Keep what the codes of envelopes need to vote, in a box that is open."""
    manifest = await box.get_manifest(election)
    try:
        made = read_envelopes(octets)
    except Unreadable as error:
        raise NotOurs(
            _("What was sent cannot be read. Both houses need the same release.")
        ) from error
    if await box.is_closed(election) or any(one.style >= len(manifest.styles) for one in made):
        raise NotOurs(_("These envelopes are of no open vote of this box."))
    await envelopes.keep(election, made)


async def find_envelope(election: bytes, voter: bytes) -> bytes:
    """Give the envelope of a key, written down; nothing where it is of none."""
    await box.get_manifest(election)
    found = await envelopes.find(election, voter)
    return found.encode() if found else b""


async def count_unused_envelopes(election: bytes) -> dict[int, int]:
    """Count the envelopes that were voided without having voted, by style."""
    await box.get_manifest(election)
    return await box.count_unused_envelopes(election)


async def close(election: bytes) -> None:
    """Close the box of an election that is here."""
    await box.get_manifest(election)
    await box.close(election)


async def append(election: bytes, leaf: bytes) -> None:
    """Append what the office has to say on the board of a closed box: never a ballot."""
    await _demand_closed(election)
    try:
        said = read_leaf(leaf)
    except Unreadable as error:
        raise NotOurs(_("This is no leaf of a board.")) from error
    if isinstance(said, BallotLeaf):
        raise NotOurs(_("Ballots are cast, not appended."))
    await box.append(election, leaf)


async def sign_close(election: bytes, hashes: Mapping[str, bytes], size: int, root: bytes) -> bytes:
    """Sign the hashes of a bundle whose manifest, board and last root are those of this box."""
    await _demand_closed(election)
    last = await log.find_latest(election)
    ours = {
        "manifest.json": digest((await box.manifest_text(election)).encode()),
        "board.bin": digest(write_board(await log.list_leaves(election))),
    }
    is_last = last is not None and (size, root) == (last.state.size, last.state.root)
    if not is_last or not ours.items() <= hashes.items():
        raise NotOurs(_("The files to be signed are not those of this board."))
    close = Close(election, hashes, size, root)
    signature = ed25519.sign(keys.board_key(election), close.signed)
    return replace(close, signature=signature).write()


async def list_grown(election: bytes, start: int) -> list[Sent]:
    """List the leaves from a place on, without what is sealed."""
    await box.get_manifest(election)
    return [Sent(leaf, b"") for leaf in await log.list_leaves(election, start)]


async def list_sealed(election: bytes) -> list[Sent]:
    """List the leaves with the sealed ballots, of a closed box and of those only that count."""
    await _demand_closed(election)
    found = await log.list_lines(election)
    said = [read_leaf(line.leaf) for line in found]
    counted = tell_apart(leaf for leaf in said if isinstance(leaf, BallotLeaf))
    counting = {leaf.encode() for leaf in counted.counting}
    return [Sent(line.leaf, line.sealed if line.leaf in counting else b"") for line in found]


async def _demand_closed(election: bytes) -> None:
    await box.get_manifest(election)
    if not await box.is_closed(election):
        raise StillOpen(_("The ballot box has to be closed first."))
