"""Tell the program in a browser which vote it is in, and whose.

See “booth” in voting/README.md.
"""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from concejo import settings
from concejo.secret import secret_key
from concejo.text import Text
from voting.booth.client.core import FAULTS, FILLING
from voting.booth.services import Voter
from voting.credentials.services import How
from voting.setup.locking.services import client_hash
from voting.setup.services import ElectionView

#: Letters of the word that tells the people of one browser apart.
_OWNER_LETTERS = 24


@dataclass(frozen=True)
class Client:
    """What a page tells the program: the vote, where its box is, and the voter where there is one.

    `owner` is a word that says nothing of the person; two people on one browser have two.
    """

    election: str
    box: str
    manifest: str
    integrity: str
    words: Mapping[str, tuple[Text, ...]]
    has_places: bool
    style: int | None = None
    owner: str = ""
    door: How | None = None


def client_of(election: ElectionView, voter: Voter | None = None) -> Client:
    """Give what the program of a page is told; without a voter it can only look things up."""
    integrity = "sha384-" + b64encode(client_hash()).decode()
    has_places = election.terms.form.kind.is_ordered
    words = {**FAULTS, **FILLING}
    box = _box_address()
    looking = Client(
        election.uid,
        f"{box}/{election.uid}",
        election.manifest_hash,
        integrity,
        words,
        has_places,
    )
    if voter is None:
        return looking
    owner = owner_of(election, voter.person_id)
    return replace(looking, style=voter.style_number, owner=owner, door=voter.door)


def _box_address() -> str:
    """Give the address of the box, within our own house without its name.

    Whoever opens the page by another name of this machine stays within one origin.
    """
    box, own = urlsplit(settings.BOX_URL), urlsplit(settings.BASE_URL)
    is_ours = (box.scheme, box.netloc) == (own.scheme, own.netloc)
    return box.path if is_ours else settings.BOX_URL


def owner_of(election: ElectionView, person_id: int) -> str:
    """Give the word under which a person's seed is kept in whatever browser they use."""
    about = f"{election.uid}/{person_id}".encode()
    return hmac.new(secret_key("seeds"), about, "sha256").hexdigest()[:_OWNER_LETTERS]
