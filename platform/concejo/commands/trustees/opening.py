"""What came of the opening: told on the terminal, and as minutes to be signed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concejo.commands.trustees.checked import Checked
from concejo.commands.trustees.pages import page
from concejo.commands.trustees.voice import Voice
from concejo.text import Text, _, ngettext
from voting.core.protocol.manifest import in_groups
from voting.core.protocol.sealing import Unopened

#: The reasons of unopened.jsonl in words.
REASONS: Mapping[Unopened, Text] = {
    Unopened.LOST: _("Not opened: it is not there, or not as the board announced it"),
    Unopened.NOT_SEALED: _("Not opened: it is not sealed with this key for this ballot"),
    Unopened.NOT_AN_OPENING: _("Not opened: what was sealed has not the form of a ballot"),
    Unopened.OTHER_COMMITMENT: _("Not opened: it is not what its voter was committed to"),
    Unopened.NOT_TEXT: _("Not opened: it is no text that can be read"),
}


@dataclass(frozen=True)
class Opening:
    """Tell how many ballots were opened, why others were not, and the SHA-256 of each file."""

    opened: int
    reasons: Counter[Unopened]
    digests: Mapping[str, str]


def tell(checked: Checked, opening: Opening, voice: Voice) -> None:
    """Say what came of it."""
    for words, number in _counts(checked, opening):
        voice.tell(words, number)
    for name, digest in opening.digests.items():
        voice.tell(name, digest)
    if opening.reasons:
        voice.warn(
            ngettext(
                "One ballot that counts could not be opened. Keep the shares: others may repeat"
                " the opening before anything is destroyed.",
                "{count} ballots that count could not be opened. Keep the shares: others may"
                " repeat the opening before anything is destroyed.",
                opening.reasons.total(),
            )
        )


def minutes_of(checked: Checked, opening: Opening, places: Sequence[int], vote: str) -> str:
    """Give the minutes of the opening, to be signed; there is no ballot on them."""
    manifest = checked.manifest
    values: dict[str, object] = {
        "kind": "",
        "fingerprint": in_groups(manifest.fingerprint),
        "root": in_groups(checked.last.root.hex()),
        "public_key": in_groups(manifest.seal_pk.hex()),
        "counts": _counts(checked, opening),
        "files": [(name, in_groups(digest)) for name, digest in opening.digests.items()],
        "numbers": ", ".join(map(str, sorted(places))),
    }
    return page("opened", vote or manifest.process, values)


def _counts(checked: Checked, opening: Opening) -> list[tuple[Text, int]]:
    return [
        (_("Leaves of the board"), checked.last.size),
        (_("Taken back"), checked.voids),
        (_("Replaced or taken back, never opened"), checked.replaced),
        (_("Ballots that count"), checked.counting),
        (_("Opened"), opening.opened),
        (_("Could not be opened"), opening.reasons.total()),
        *(
            (words, opening.reasons[reason])
            for reason, words in REASONS.items()
            if opening.reasons[reason]
        ),
    ]
