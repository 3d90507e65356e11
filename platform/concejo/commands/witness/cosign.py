"""Cosign the latest checkpoint of a board, if the board only grew since the last one."""

import argparse
import sys
import time

from concejo.commands.trustees.voice import Voice
from concejo.commands.witness.key import Key, read_key
from concejo.commands.witness.site import Site
from concejo.commands.witness.state import State, opened
from concejo.errors import Refused
from concejo.text import _, ngettext
from voting.core.crypto import notes
from voting.core.crypto.notes import Checkpoint, Note
from voting.core.protocol.manifest import Manifest, in_groups
from voting.core.protocol.parties import Witness
from voting.core.protocol.witnessing import NotOfTheBoard, SplitView, checkpoint_of, demand_growth


def cosign(arguments: argparse.Namespace, voice: Voice) -> None:
    """Fetch, compare, remember, cosign, send; a split view ends with status 1 and its evidence."""
    site, key = Site.of(arguments.address), read_key(arguments.key)
    with opened(arguments.state, site.election) as state:
        _demand_no_evidence(state)
        manifest = _manifest(site, state, key, voice)
        note = site.read_checkpoint()
        if note is None and state.last is None:
            voice.say(_("Nothing is on the board yet: there is nothing to sign."))
            return
        checkpoint = _compare(manifest, site, state, note, voice)
        seconds = int(time.time())
        line = notes.cosign(checkpoint.text, key.name, key.seed, seconds)
        site.post("cosignature", Note(checkpoint.text, (line,)).write().encode())
    voice.say(
        ngettext(
            "Signed: a board of one leaf with the root {root}.",
            "Signed: a board of {count} leaves with the root {root}.",
            checkpoint.size,
            root=in_groups(checkpoint.root.hex()),
        )
    )


def _demand_no_evidence(state: State) -> None:
    if state.evidence:
        raise Refused(
            _(
                "This board has shown two faces before: see {file}. Nothing is signed any more."
                " Make it public.",
                file=str(state.evidence[0]),
            )
        )


def _manifest(site: Site, state: State, key: Key, voice: Voice) -> Manifest:
    """Read the manifest, which is the same for ever and names this witness."""
    manifest = site.read_manifest()
    if state.manifest and state.manifest != manifest.write():
        raise Refused(
            _(
                "The manifest of this vote is another one than when it was first seen; the first is"
                " in {folder}. Sign nothing, and make it public.",
                folder=str(state.folder),
            )
        )
    if Witness(key.name, key.public) not in manifest.witnesses:
        raise Refused(
            _("The manifest of this vote does not name {name} with this key.", name=key.name)
        )
    if not state.manifest:
        letters = in_groups(manifest.fingerprint)
        voice.say(_("Fingerprint of the vote: {letters}", letters=letters))
        voice.say(_("Compare it with the one that was published before the vote."))
        state.keep_manifest(manifest.write())
    return manifest


def _compare(
    manifest: Manifest, site: Site, state: State, note: Note | None, voice: Voice
) -> Checkpoint:
    """Give the latest checkpoint once it continues the last one, and remember it."""
    last = state.last
    if note is None:
        raise Refused(
            _("The board is empty now, and was not when it was last signed. Make it public.")
        )
    try:
        newer = checkpoint_of(manifest, note)
        if last is not None:
            older = checkpoint_of(manifest, last)
            demand_growth(older, newer, _proof(site, older, newer))
    except NotOfTheBoard as error:
        raise Refused(
            _("The signature under the checkpoint is not the board's. Nothing was signed.")
        ) from error
    except SplitView:
        assert last is not None, "one alone is no split view"
        _shout(state, last, note, voice)
        sys.exit(1)
    state.keep_last(note)
    return newer


def _proof(site: Site, older: Checkpoint, newer: Checkpoint) -> list[bytes]:
    return site.read_proof(older.size, newer.size) if 0 < older.size < newer.size else []


def _shout(state: State, older: Note, newer: Note, voice: Voice) -> None:
    file = state.keep_evidence(older, newer)
    voice.warn(_("SPLIT VIEW. THE BOARD SHOWS DIFFERENT PEOPLE DIFFERENT THINGS."))
    voice.warn(
        _(
            "It has signed two checkpoints, and cannot prove that the older is the beginning of the"
            " newer. Both are in {file}. Nothing was signed. Send the file to the other witnesses,"
            " to the electoral board and to the press.",
            file=str(file),
        )
    )
