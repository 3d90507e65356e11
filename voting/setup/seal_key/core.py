"""The public part of what the trustees made at their ceremony, strictly read.

See “setup” in voting/README.md; the format is in docs/protocol.md, under “Trustees”.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeGuard

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from concejo.errors import Invalid
from concejo.text import Text, _
from voting.core.crypto import hpke
from voting.core.crypto.shamir import Share, split
from voting.core.protocol.layout import Unreadable, canonical, parsed
from voting.core.protocol.record import Record
from voting.core.protocol.shares import hash_of
from voting.core.records import Json

VERSION = "pb1"
#: The longest file that can be one: 255 hashes and some room.
MAX_BYTES = 20_000
#: How many trustees a share's one byte can number.
MAX_TRUSTEES = 255
_KEYS = {"v", "seal_pk", "k", "n", "share_hashes"}
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class SealKey:
    """The key to which ballots are sealed; any `k` of the `n` trustees can open them together.

    `seal_pk` is an X25519 public key and `share_hashes` are SHA-256, all in hexadecimal.
    """

    seal_pk: str
    k: int
    n: int
    share_hashes: tuple[str, ...]

    @property
    def text(self) -> str:
        """Write the key as canonical JSON: the file seal-key.json, byte for byte."""
        return canonical(
            {
                "v": VERSION,
                "seal_pk": self.seal_pk,
                "k": self.k,
                "n": self.n,
                "share_hashes": list(self.share_hashes),
            }
        )

    @property
    def fingerprint(self) -> str:
        """Give the SHA-256 of the file, which the minutes of the ceremony have."""
        return sha256(self.text.encode()).hexdigest()


def share_out(
    private: bytes, need: int, of: int, drawn: bytes
) -> tuple[SealKey, tuple[Share, ...]]:
    """Share a private key among so many, of whom `need` open; give its public part and the shares.

    `drawn` are `need - 1` random bytes for each byte of the key.
    """
    shares = split(private, need, of, drawn)
    hashes = tuple(hash_of(share).hex() for share in shares)
    return SealKey(hpke.public_key(private).hex(), need, of, hashes), shares


def parse_seal_key(content: bytes) -> SealKey:
    """Read `seal-key.json`, or raise Invalid with what is wrong with it.

    Only the spelling that the ceremony writes is taken.
    """
    values = _read(content)
    faults = _faults(values)
    if faults:
        raise Invalid({"seal_key": faults[0]})
    hashes, k, n = values["share_hashes"], values["k"], values["n"]
    assert isinstance(hashes, list)
    assert isinstance(k, int)
    assert isinstance(n, int)
    return SealKey(str(values["seal_pk"]), k, n, tuple(map(str, hashes)))


def _read(content: bytes) -> dict[str, Json]:
    if not content:
        raise Invalid(
            {"seal_key": _("Choose the file seal-key.json that the trustees' ceremony made.")}
        )
    try:
        if len(content) > MAX_BYTES:
            raise Unreadable("too long")
        return Record.of(parsed(content.decode()), _KEYS).value
    except (Unreadable, UnicodeDecodeError) as error:
        raise Invalid(
            {
                "seal_key": _(
                    "This is not a seal-key.json as the trustees' ceremony writes it, or it was"
                    " changed afterwards. Copy it anew from the ceremony's computer."
                )
            }
        ) from error


def _faults(values: Mapping[str, Json]) -> list[Text]:
    k, n, hashes = values["k"], values["n"], values["share_hashes"]
    checks = [
        (values["v"] == VERSION, _("The file was made for another version of the protocol.")),
        (
            type(k) is int and type(n) is int and 1 <= k <= n <= MAX_TRUSTEES,
            _("The file does not say how many of how many trustees are needed."),
        ),
        (
            _are_hashes(hashes) and len(hashes) == n,
            _("The file does not hold one share's hash for each trustee, all of them different."),
        ),
        (
            _is_key(values["seal_pk"]),
            _("The public key in the file is none to which a ballot can be sealed."),
        ),
    ]
    return [words for is_right, words in checks if not is_right]


def _are_hashes(found: object) -> TypeGuard[list[str]]:
    if not isinstance(found, list):
        return False
    are_hexadecimal = all(isinstance(item, str) and _HASH.fullmatch(item) for item in found)
    return are_hexadecimal and len(set(found)) == len(found)


def _is_key(found: object) -> bool:
    """Say whether a secret can be shared with this key: a point of small order gives zeros."""
    if not isinstance(found, str) or not _HASH.fullmatch(found):
        return False
    octets = bytes.fromhex(found)
    if int.from_bytes(octets, "little") >= 2**255 - 19:
        return False
    try:
        anybody = X25519PrivateKey.from_private_bytes(bytes(32))
        anybody.exchange(X25519PublicKey.from_public_bytes(octets))
    except ValueError:
        return False
    return True
