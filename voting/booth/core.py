"""What a page's secret gives: a request for a mark, a ballot's id; and the text of a ballot.

See “booth” in voting/README.md. Whoever lacks the secret cannot tell which request and which ballot
belong together, and the secret is kept nowhere.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from voting.core.ballots import Ballot, NotABallot, decode, encode

#: 128 bits.
SECRET_BYTES = 16


def request_of(election_id: int, secret: bytes) -> bytes:
    """Give what is kept beside the mark, to know the same request again."""
    return sha256(b"concejo/mark\0" + _octets(election_id) + secret).digest()


def ballot_id_of(election_id: int, secret: bytes) -> bytes:
    """Give the id under which the ballot lies in the box."""
    return hmac.digest(secret, b"concejo/ballot\0" + _octets(election_id), "sha256")


def _octets(election_id: int) -> bytes:
    return election_id.to_bytes(8, "big")


def read_secret(typed: str) -> bytes | None:
    """Read the secret that a page carried; None when it is none."""
    try:
        secret = bytes.fromhex(typed)
    except ValueError:
        return None
    return secret if len(secret) == SECRET_BYTES else None


def style_name(contest_ids: Sequence[int]) -> str:
    """Name a style by the contests that are on it."""
    return ",".join(map(str, sorted(contest_ids)))


def encode_choices(choices: Mapping[int, Ballot]) -> str:
    """Write a ballot of several contests in the one way it can be written."""
    parts = (f'"{contest}":{encode(choices[contest])}' for contest in sorted(choices))
    return "{" + ",".join(parts) + "}"


def decode_choices(text: str) -> dict[int, Ballot]:
    """Read back what `encode_choices` wrote, and refuse every other text."""
    try:
        value = json.loads(text)
        choices = {
            int(contest): decode(
                json.dumps(part, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            )
            for contest, part in value.items()
        }
    except (ValueError, AttributeError, RecursionError) as error:
        raise NotABallot("not a ballot of contests") from error
    if encode_choices(choices) != text:
        raise NotABallot("not in canonical form")
    return choices


@dataclass(frozen=True)
class Receipt:
    """The code that a voter takes home; it tells nothing of the choice."""

    code: str
