"""The board of a vote as anybody reads it over the network."""

import ssl
from dataclasses import dataclass
from functools import cache

import httpx2

from concejo.errors import Refused
from concejo.text import _
from voting.core.crypto.notes import NotANote, Note
from voting.core.protocol.layout import HASH_BYTES, Unreadable
from voting.core.protocol.manifest import Manifest
from voting.core.protocol.record import Record, octets_of

_TIMEOUT = httpx2.Timeout(60, connect=10)


@dataclass(frozen=True)
class Site:
    """Be the address of a vote at its box."""

    url: str

    @classmethod
    def of(cls, typed: str) -> "Site":
        """Read the address as it was typed, or refuse it."""
        url = typed.strip().rstrip("/")
        try:
            octets_of(url.rpartition("/")[2], HASH_BYTES)
        except Unreadable as error:
            raise Refused(
                _("The address has to end with the number of the vote: 64 letters and digits.")
            ) from error
        return cls(url)

    @property
    def election(self) -> str:
        """Give the number of the vote."""
        return self.url.rpartition("/")[2]

    def read_manifest(self) -> Manifest:
        """Read what was locked when the vote opened."""
        try:
            manifest = Manifest.read(self.get("manifest.json").decode())
        except ValueError as error:
            raise _strange("manifest.json") from error
        if manifest.election_id.hex() != self.election:
            raise _strange("manifest.json")
        return manifest

    def read_checkpoint(self) -> Note | None:
        """Read the latest checkpoint; None while nothing is on the board."""
        try:
            written = self.get("checkpoint").decode()
            return Note.read(written) if written else None
        except (UnicodeDecodeError, NotANote) as error:
            raise _strange("checkpoint") from error

    def read_proof(self, older: int, newer: int) -> list[bytes]:
        """Read the proof that the board of the older size is the beginning of the newer one."""
        found = self._ask("GET", f"consistency/{older}/{newer}")
        if found.status_code == 404:
            # A board that cannot prove it has none: what follows from that is not ours to say.
            return []
        try:
            record = Record.of(_good(found).json(), {"hashes"})
            return [octets_of(str(one), HASH_BYTES) for one in record.texts("hashes")]
        except ValueError as error:
            raise _strange("consistency") from error

    def get(self, name: str) -> bytes:
        """Read one of the files of the board."""
        return _good(self._ask("GET", name)).content

    def post(self, name: str, body: bytes) -> None:
        """Send something, or refuse with what the box says."""
        _good(self._ask("POST", name, body))

    def _ask(self, method: str, name: str, body: bytes = b"") -> httpx2.Response:
        try:
            with httpx2.Client(verify=_trust(), timeout=_TIMEOUT) as client:
                return client.request(method, f"{self.url}/{name}", content=body)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise Refused(
                _(
                    "{address} does not answer ({reason}). Try again later.",
                    address=self.url,
                    reason=str(error),
                )
            ) from error


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _good(answer: httpx2.Response) -> httpx2.Response:
    if answer.is_success:
        return answer
    try:
        said = str(answer.json()["message"])
    except (ValueError, KeyError, TypeError):
        said = str(answer.status_code)
    raise Refused(_("The box says: {said}", said=said))


def _strange(name: str) -> Refused:
    return Refused(
        _(
            "What the box gives as {name} is not what it has to be. Tell the electoral board.",
            name=name,
        )
    )
