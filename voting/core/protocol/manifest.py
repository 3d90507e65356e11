"""The manifest: what is voted on, by whom, how it is counted, and the keys of the vote."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import chain

from voting.core.ballots import Ballot, BallotForm
from voting.core.crypto.keys import PublicKey
from voting.core.crypto.notes import is_name
from voting.core.limits import MOST_RESERVES
from voting.core.outcome import RuleSpec
from voting.core.protocol.contests import Contest
from voting.core.protocol.layout import (
    ELECTION_BYTES,
    HASH_BYTES,
    VERSION,
    Unreadable,
    canonical,
    parsed,
)
from voting.core.protocol.parties import (
    SetUp,
    Style,
    Trustees,
    Witness,
    style_of,
    style_value,
    trustees_of,
    trustees_value,
    witness_of,
    witness_value,
)
from voting.core.protocol.plain import ballots_of
from voting.core.protocol.record import Record
from voting.core.protocol.sealing import MOST_PAD, OVERHEAD
from voting.core.protocol.terms import (
    contest_of,
    contest_value,
    form_of,
    form_value,
    rule_of,
    ties_of,
    ties_value,
)
from voting.core.records import Json
from voting.core.rules import settled
from voting.core.ties import Ties, validate_ties

#: How many letters of the election id the origin of the log ends with.
_ORIGIN_LETTERS = 16
_SHA384_BYTES = 48
_MOST_STYLES = 2**16


_KEYS = {
    *("v", "election_id", "process", "opened_on", "eligible", "origin"),
    *("opens", "issue_closes", "cast_closes", "styles", "contests", "ballot", "rule", "ties"),
    *("pad", "seal_pk", "trustees", "board_key", "witnesses", "roll_hash"),
    *("setup", "client_sha384", "verifier_sha256"),
}


@dataclass(frozen=True)
class Manifest:
    """Be all that is fixed before the vote opens; docs/protocol.md tells what each entry means.

    `opens`, `issue_closes` and `cast_closes` are seconds since 1970.
    """

    election_id: bytes
    process: str
    opened_on: date
    eligible: int
    origin: str
    opens: int
    issue_closes: int
    cast_closes: int
    styles: tuple[Style, ...]
    contests: tuple[Contest, ...]
    form: BallotForm
    rule: RuleSpec
    ties: Ties
    pad: int
    seal_pk: bytes
    trustees: Trustees
    board_key: bytes
    witnesses: tuple[Witness, ...]
    roll_hash: bytes
    setup: SetUp
    client_sha384: bytes
    verifier_sha256: bytes

    def __post_init__(self) -> None:
        faults = [sentence for is_right, sentence in self._checks() if not is_right]
        if faults:
            raise ValueError("; ".join(faults))

    def _checks(self) -> Sequence[tuple[bool, str]]:
        """Give what must hold of a manifest, and what is wrong where it does not."""
        hashes = (self.election_id, self.seal_pk, self.board_key, self.roll_hash)
        ids = [contest.id for contest in self.contests]
        named = list(chain.from_iterable(style.contests for style in self.styles))
        letters = self.election_id.hex()[:_ORIGIN_LETTERS]
        return (
            (all(len(value) == HASH_BYTES for value in hashes), "a key or hash has 32 bytes"),
            (len(self.verifier_sha256) == HASH_BYTES, "a SHA-256 has 32 bytes"),
            (len(self.client_sha384) == _SHA384_BYTES, "a SHA-384 has 48 bytes"),
            (is_name(self.origin), "the origin is not the name of a key"),
            (self.origin.endswith(f"/vote/{letters}"), "the origin is that of another election"),
            (self.opens < self.issue_closes <= self.cast_closes, "the vote has no duration"),
            (0 < len(self.styles) < _MOST_STYLES, "not so many styles"),
            (len({style.key.n for style in self.styles}) == len(self.styles), "a key serves twice"),
            (len(set(ids)) == len(ids) and "" not in ids, "two contests have the same id"),
            (set(ids) == set(named), "a contest is in no style, or a style's contest is none"),
            (all(map(_has_few_reserves, self.contests)), f"more than {MOST_RESERVES} reserves"),
            (settled(self.rule) == self.rule, "a parameter of the rule is not filled in"),
            (not validate_ties(self.ties), "the order for ties cannot decide each tie"),
            (OVERHEAD < self.pad <= MOST_PAD, "no ballot fits"),
            (len({one.name for one in self.witnesses}) == len(self.witnesses), "a witness twice"),
        )

    @cached_property
    def keys(self) -> tuple[PublicKey, ...]:
        """Give the issuing key of each style."""
        return tuple(style.key for style in self.styles)

    @cached_property
    def fingerprint(self) -> str:
        """Give the SHA-256 of the manifest, in hexadecimal."""
        return fingerprint(self.write())

    def contests_of(self, style: int) -> tuple[Contest, ...]:
        """Give the contests of a style, in the order in which the style names them."""
        by_id = {contest.id: contest for contest in self.contests}
        return tuple(by_id[name] for name in self.styles[style].contests)

    def ballots(self, style: int, plain: str) -> dict[str, Ballot] | None:
        """Give the ballots of a plain ballot of a style; None where it is a null vote."""
        return ballots_of(plain, self.contests_of(style), self.form)

    def write(self) -> str:
        """Write the manifest as canonical JSON."""
        return canonical(_value_of(self))

    @classmethod
    def read(cls, text: str) -> "Manifest":
        """Read what `write` wrote, or raise Unreadable for anything else."""
        try:
            manifest = _manifest_of(parsed(text))
        except ValueError as error:
            raise Unreadable(str(error)) from error
        if manifest.write() != text:
            raise Unreadable("not the one spelling of a manifest")
        return manifest


def fingerprint(text: str) -> str:
    """Give the fingerprint of a manifest's text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def in_groups(digits: str) -> str:
    """Print a fingerprint in groups of four letters, as it stands on posters."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _has_few_reserves(contest: Contest) -> bool:
    return sum(quota.reserved > 0 for quota in contest.instance.quotas) <= MOST_RESERVES


def _value_of(manifest: Manifest) -> dict[str, object]:
    return {
        "v": VERSION,
        "election_id": manifest.election_id.hex(),
        "process": manifest.process,
        "opened_on": manifest.opened_on.isoformat(),
        "eligible": manifest.eligible,
        "origin": manifest.origin,
        "opens": manifest.opens,
        "issue_closes": manifest.issue_closes,
        "cast_closes": manifest.cast_closes,
        "styles": [style_value(style) for style in manifest.styles],
        "contests": [contest_value(contest) for contest in manifest.contests],
        "ballot": form_value(manifest.form),
        "rule": manifest.rule.to_value(),
        "ties": ties_value(manifest.ties),
        "pad": manifest.pad,
        "seal_pk": manifest.seal_pk.hex(),
        "trustees": trustees_value(manifest.trustees),
        "board_key": manifest.board_key.hex(),
        "witnesses": [witness_value(one) for one in manifest.witnesses],
        "roll_hash": manifest.roll_hash.hex(),
        "setup": manifest.setup.value,
        "client_sha384": b64encode(manifest.client_sha384).decode(),
        "verifier_sha256": manifest.verifier_sha256.hex(),
    }


def _manifest_of(value: Json) -> Manifest:
    record = Record.of(value, _KEYS)
    if record.text("v") != VERSION:
        raise Unreadable("a manifest of another protocol")
    return Manifest(
        election_id=record.octets("election_id", ELECTION_BYTES),
        process=record.text("process"),
        opened_on=date.fromisoformat(record.text("opened_on")),
        eligible=record.number("eligible"),
        origin=record.text("origin"),
        opens=record.number("opens"),
        issue_closes=record.number("issue_closes"),
        cast_closes=record.number("cast_closes"),
        styles=tuple(map(style_of, record.items("styles"))),
        contests=tuple(map(contest_of, record.items("contests"))),
        form=form_of(record.value["ballot"]),
        rule=rule_of(record.value["rule"]),
        ties=ties_of(record.value["ties"]),
        pad=record.number("pad"),
        seal_pk=record.octets("seal_pk", HASH_BYTES),
        trustees=trustees_of(record.value["trustees"]),
        board_key=record.octets("board_key", HASH_BYTES),
        witnesses=tuple(map(witness_of, record.items("witnesses"))),
        roll_hash=record.octets("roll_hash", HASH_BYTES),
        setup=SetUp(record.text("setup")),
        client_sha384=b64decode(record.text("client_sha384"), validate=True),
        verifier_sha256=record.octets("verifier_sha256", HASH_BYTES),
    )
