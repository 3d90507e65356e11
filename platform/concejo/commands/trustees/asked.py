"""Ask those present for their shares, and join them; what is typed is not shown."""

from collections.abc import Callable

from concejo.commands.trustees.hidden import reading
from concejo.commands.trustees.voice import Voice
from concejo.errors import Refused
from concejo.text import Text, _
from voting.core.crypto import hpke
from voting.core.crypto.crockford import ALPHABET
from voting.core.crypto.shamir import Share, join
from voting.core.protocol.shares import NotAShare, hash_of, share_of
from voting.setup.seal_key.core import SealKey

_LETTERS, _GROUP = 56, 4


def ask_key(key: SealKey, voice: Voice) -> tuple[bytes, tuple[int, ...]]:
    """Give the private key and the numbers of the shares, once enough of them are typed.

    On a terminal a code is asked for again and again; otherwise lines are read to their end.
    """
    with reading() as ask:
        shares = _asked(key, voice, ask)
    if len(shares) < key.k:
        raise Refused(
            _(
                "Only {given} of the {need} shares that are needed were given: nothing can be"
                " opened.",
                given=len(shares),
                need=key.k,
            )
        )
    private = join(list(shares.values()))
    if hpke.public_key(private).hex() != key.seal_pk:
        raise Refused(_("These shares do not give the key of the file. Is it the right file?"))
    return private, tuple(shares)


def _asked(key: SealKey, voice: Voice, ask: Callable[[str], str]) -> dict[int, Share]:
    """Ask until there are enough shares, or nothing more is typed."""
    shares: dict[int, Share] = {}
    while len(shares) < key.k:
        question = _("Code {number} of {need}: ", number=len(shares) + 1, need=key.k)
        typed = ask(voice.words(question))
        if not typed:
            break
        share = _read(typed.strip(), key, shares, voice) if typed.strip() else None
        if share:
            shares[share.x] = share
            voice.say(_("Share {number} is right.", number=share.x))
    return shares


def _read(typed: str, key: SealKey, shares: dict[int, Share], voice: Voice) -> Share | None:
    """Read a code; say why it is not taken where it is not."""
    try:
        share = share_of(typed)
    except NotAShare:
        voice.warn(_mistake(typed, key))
        return None
    if not _is_of(share, key):
        voice.warn(
            _(
                "This code is without mistakes, but it is no share of this key: its number is"
                " {number}, its mark {mark}. It is from another ceremony.",
                number=share.x,
                mark=hash_of(share).hex()[:16],
            )
        )
        return None
    if share.x in shares:
        voice.warn(_("Share {number} was given before; another one is needed.", number=share.x))
        return None
    return share


def _mistake(typed: str, key: SealKey) -> Text:
    letters = "".join(letter for letter in typed.upper() if letter not in "- \t")
    if len(letters) != _LETTERS:
        return _(
            "The code has {typed} letters and not {right}: a part is missing or there twice.",
            typed=len(letters),
            right=_LETTERS,
        )
    group = _wrong_group(letters, key)
    if group:
        return _("The check does not fit. Look at group {group} again.", group=group)
    return _("The check does not fit: there is more than one mistake. Read it again, in pairs.")


def _wrong_group(letters: str, key: SealKey) -> int:
    """Find the one group in which another letter gives a share of the key; 0 where there is none.

    The hashes of the key decide, so that no other group than the right one is named.
    """
    for at in range(_LETTERS):
        for letter in ALPHABET:
            try:
                share = share_of(letters[:at] + letter + letters[at + 1 :])
            except NotAShare:
                continue
            if _is_of(share, key):
                return at // _GROUP + 1
    return 0


def _is_of(share: Share, key: SealKey) -> bool:
    return share.x <= key.n and hash_of(share).hex() == key.share_hashes[share.x - 1]
