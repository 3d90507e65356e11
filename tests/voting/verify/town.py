"""A town that votes by pb1, and holds every key: issuer, board, witnesses, trustees and voters.

So a test can publish an honest bundle, or an altered one that is signed anew throughout, as an
operator could who wants to deceive. It is written from docs/protocol.md; only the count is ours.
"""

import base64
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voting.core.ballots import Ballot, BallotForm, Kind, Project, check, decode
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance, Profile, Quota
from voting.core.rules import count, settled
from voting.core.ties import TieKey, Ties

Json = dict[str, Any]
VOID = 0xFFFFFFFF
PAD = 400


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def digest(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def label(name: str) -> bytes:
    return name.encode() + b"\0"


@cache
def issuing_key(number: int) -> rsa.RSAPrivateKey:
    """One key a style; to make them takes longest, so that all towns of a run have the same."""
    return rsa.generate_private_key(65537, 3072)


def sign_credential(key: rsa.RSAPrivateKey, message: bytes) -> bytes:
    """What a voter has after unblinding is a plain signature without salt."""
    return key.sign(message, padding.PSS(padding.MGF1(hashes.SHA384()), 0), hashes.SHA384())


def seed(random: Random) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(random.randbytes(32))


def root_of(leaves: list[bytes]) -> bytes:
    """RFC 6962, as it is defined there."""
    if len(leaves) <= 1:
        return digest(b"\0", *leaves) if leaves else digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return digest(b"\1", root_of(leaves[:split]), root_of(leaves[split:]))


def x_of(encoded: bytes) -> bytes:
    """The x coordinate of a point, found as RFC 8032 says."""
    p = 2**255 - 19
    number = int.from_bytes(encoded, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    u, v = (y * y - 1) % p, (-121665 * pow(121666, -1, p) * y * y + 1) % p
    x = pow(u * pow(v, -1, p), (p + 3) // 8, p)
    if (v * x * x - u) % p:
        x = x * pow(2, (p - 1) // 4, p) % p
    return (x if x & 1 == sign else p - x).to_bytes(32)


@dataclass
class Voter:
    """Somebody with a key, and a credential for it."""

    style: int
    key: Ed25519PrivateKey
    prefix: bytes
    credential: bytes

    @property
    def pk(self) -> bytes:
        return self.key.public_key().public_bytes_raw()


@dataclass
class Cast:
    """A ballot as it lies on the board, with what only its voter and the trustees know."""

    voter: Voter
    ctr: int
    plain: str
    nonce: bytes
    leaf: bytes

    @property
    def commit(self) -> bytes:
        return self.leaf[-128:-96]

    @property
    def hash(self) -> bytes:
        return digest(b"\0", self.leaf)


@dataclass
class Town:
    """Everything of one vote; change what you like, then `publish`."""

    random: Random = field(default_factory=lambda: Random(7))
    ballot: BallotForm = field(default_factory=lambda: BallotForm(Kind.APPROVAL, allows_blank=True))
    rule: RuleSpec = field(default_factory=lambda: RuleSpec("greedy"))
    ties: Ties = field(default_factory=lambda: Ties((TieKey.CHEAPEST, TieKey.LOT), "seed"))

    def __post_init__(self) -> None:
        self.e = self.random.randbytes(32)
        self.board = seed(self.random)
        self.witness = seed(self.random)
        self.origin = f"town.example/vote/{self.e.hex()[:16]}"
        self.contests = [
            contest("city", 100, {"a": 60, "b": 50, "c": 40, "d": 10}),
            contest("north", 50, {"n1": 30, "n2": 25}),
        ]
        self.styles = [("north", ["city", "north"]), ("south", ["city"])]
        self.persons: list[tuple[str, int]] = []
        self.states: dict[str, str] = {}
        self.batches: list[list[Cast]] = [[]]
        self.paper: list[tuple[int, str]] = []
        self.unopened: dict[bytes, str] = {}
        self.unused_envelopes = 0
        self.marks: dict[str, int] | None = None
        self.invented: list[str] = []

    # What happens during the vote

    def enter(self, style: int, state: str = "none") -> str:
        """Put a person on the roll."""
        person = digest(label("pb1/roll"), self.e, self.random.randbytes(17)).hex()
        self.persons.append((person, style))
        self.states[person] = state
        return person

    def issue(self, style: int) -> Voter:
        """Give a credential, whether somebody was marked for it or not."""
        key, prefix = seed(self.random), self.random.randbytes(32)
        message = (
            label("pb1/cred") + self.e + style.to_bytes(2) + key.public_key().public_bytes_raw()
        )
        return Voter(style, key, prefix, sign_credential(issuing_key(style), prefix + message))

    def cast(self, voter: Voter, plain: str | None, ctr: int = 1, commit: bytes = b"") -> Cast:
        """Cast a ballot, or without a text a void; the commitment can be another one's."""
        nonce = self.random.randbytes(32)
        if plain is None:
            ctr, commit, sealed = VOID, bytes(32), bytes(32)
        else:
            content = nonce + plain.encode()
            opening = label("pb1/open") + self.e + voter.pk + ctr.to_bytes(4) + content
            commit, sealed = commit or digest(opening), self.random.randbytes(32)
        body = (
            b"\1" + voter.style.to_bytes(2) + voter.pk + voter.prefix + voter.credential
            + ctr.to_bytes(4) + commit + sealed
        )  # fmt: skip
        signature = voter.key.sign(label("pb1/ballot") + self.e + body)
        cast = Cast(voter, ctr, plain or "", nonce, body + signature)
        self.batches[-1].append(cast)
        return cast

    def vote(self, style: int, state: str = "online", **choices: str) -> Cast:
        """Let somebody be marked and vote; codes are parted by spaces."""
        self.enter(style, state)
        return self.cast(self.issue(style), self.plain(style, **choices))

    def plain(self, style: int, **choices: str) -> str:
        """Write a ballot for all contests of a style, without points."""
        contests = self.styles[style][1]
        said = {one: {"choices": choices.get(one, "").split(), "points": []} for one in contests}
        return canonical(said).decode()

    def flush(self) -> None:
        """End a batch."""
        self.batches.append([])

    # What is published

    @property
    def all_casts(self) -> list[Cast]:
        return [cast for batch in self.batches for cast in batch]

    def counting(self) -> list[Cast]:
        last: dict[bytes, Cast] = {}
        for cast in self.all_casts:
            if cast.voter.pk not in last or cast.ctr > last[cast.voter.pk].ctr:
                last[cast.voter.pk] = cast
        return [cast for cast in last.values() if cast.ctr != VOID]

    def manifest(self) -> Json:
        form = {name: getattr(self.ballot, name) for name in LIMITS}
        return {
            "v": "pb1",
            "election_id": self.e.hex(),
            "process": "budget-2027",
            "opened_on": "2026-11-25",
            "eligible": len(self.persons) - len(self.invented),
            "origin": self.origin,
            "opens": 1_764_000_000,
            "issue_closes": 1_765_000_000,
            "cast_closes": 1_765_000_900,
            "styles": [
                {"name": name, "n": f"{issuing_key(at).public_key().public_numbers().n:0768x}",
                 "contests": contests}
                for at, (name, contests) in enumerate(self.styles)
            ],
            "contests": self.contests,
            "ballot": {"kind": self.ballot.kind.value, **form},
            "rule": settled(self.rule).to_value(),
            "ties": {"order": [key.value for key in self.ties.order], "seed": self.ties.seed},
            "pad": PAD,
            "seal_pk": "0" * 64,
            "trustees": {"k": 3, "n": 5, "share_hashes": ["0" * 64] * 5},
            "board_key": self.board.public_key().public_bytes_raw().hex(),
            "witnesses": [
                {"name": "paper.example", "key": self.witness.public_key().public_bytes_raw().hex()}
            ],
            "roll_hash": sha256(self.roll_before()).hexdigest(),
            "setup": "A",
            "client_sha384": "sha384-",
            "verifier_sha256": "0" * 64,
        }  # fmt: skip

    def roll_before(self) -> bytes:
        lines = [f"{person},{style}" for person, style in self.persons]
        return "".join(
            f"{line}\n" for line in sorted(lines) if line[:64] not in self.invented
        ).encode()

    def roll(self) -> bytes:
        lines = [f"{person},{style},{self.states[person]}" for person, style in self.persons]
        return "".join(f"{line}\n" for line in sorted(lines)).encode()

    def note(self, leaves: list[bytes]) -> str:
        """A checkpoint, signed by the board and cosigned by the witness."""
        root = base64.b64encode(root_of(leaves)).decode()
        text = f"{self.origin}\n{len(leaves)}\n{root}\n"
        cosigned = f"cosignature/v1\ntime 1764000001\n{text}".encode()
        lines = [
            self._line(self.origin, 1, self.board, self.board.sign(text.encode())),
            self._line(
                "paper.example", 4, self.witness,
                (1764000001).to_bytes(8) + self.witness.sign(cosigned),
            ),
        ]  # fmt: skip
        return text + "\n" + "".join(lines)

    def _line(self, name: str, algorithm: int, key: Ed25519PrivateKey, signature: bytes) -> str:
        pk = key.public_key().public_bytes_raw()
        key_id = digest(name.encode(), b"\n", bytes([algorithm]), pk)[:4]
        return f"— {name} {base64.b64encode(key_id + signature).decode()}\n"

    def leaves(self) -> tuple[list[list[bytes]], list[bytes]]:
        """The leaves of each batch, and those of the end."""
        batches = [
            [c.leaf for c in sorted(batch, key=lambda c: c.hash)] for batch in self.batches if batch
        ]
        states = list(self.states.values())
        marks = self.marks or {
            **{state: states.count(state) for state in ("online", "code", "paper", "surrendered")},
            "unused": self.unused_envelopes,
        }
        numbers = b"".join(number.to_bytes(4) for number in marks.values())
        end = [b"\3" + numbers + digest(self.roll())]
        if self.paper:
            end.append(b"\2" + len(self.paper).to_bytes(4) + digest(self.sheets()))
        return batches, end

    def sheets(self) -> bytes:
        lines = [canonical({"plain": plain, "style": style}) for style, plain in self.paper]
        return b"".join(line + b"\n" for line in sorted(lines))

    def publish(self) -> dict[str, bytes]:
        """All files of the bundle, signed."""
        batches, end = self.leaves()
        ballots = [leaf for batch in batches for leaf in batch]
        board = ballots + end
        notes, size = [], 0
        for batch in batches:
            size += len(batch)
            notes.append(self.note(ballots[:size]))
        notes.append(self.note(board))
        opened = [cast for cast in self.counting() if cast.commit not in self.unopened]
        files = {
            "manifest.json": canonical(self.manifest()),
            "board.bin": b"".join(len(leaf).to_bytes(2) + leaf for leaf in board),
            "hints.bin": b"".join(x_of(leaf[3:35]) + x_of(leaf[-64:-32]) for leaf in ballots),
            "checkpoints.txt": "".join(f"{note}---\n" for note in notes).encode(),
            "opened.jsonl": lines_of(
                {"commit": c.commit.hex(), "nonce": c.nonce.hex(), "plain": c.plain}
                for c in sorted(opened, key=lambda c: c.commit)
            ),
            "unopened.jsonl": lines_of(
                {"commit": commit.hex(), "reason": reason}
                for commit, reason in sorted(self.unopened.items())
            ),
            "paper.jsonl": self.sheets(),
            "roll_before.csv": self.roll_before(),
            "roll.csv": self.roll(),
            "result.json": canonical({"contests": self.result(opened)}),
        }
        return self.sealed(files)

    def sealed(self, files: dict[str, bytes]) -> dict[str, bytes]:
        """Sign the files at the close, whatever is in them."""
        leaves = leaves_in(files["board.bin"])
        close = {
            "v": "pb1",
            "election": self.e.hex(),
            "files": {n: sha256(f).hexdigest() for n, f in files.items() if n != "close.json"},
            "size": len(leaves),
            "root": root_of(leaves).hex(),
        }
        signature = self.board.sign(label("pb1/close") + canonical(close)).hex()
        return {**files, "close.json": canonical({**close, "signature": signature})}

    def result(self, opened: list[Cast]) -> Json:
        """Count by the product's own rules."""
        ballots = [(c.voter.style, c.plain) for c in opened] + self.paper
        said = [(style, self._read(style, plain)) for style, plain in ballots]
        results = {}
        for contest in self.contests:
            name = contest["id"]
            here = [one for style, one in said if name in self.styles[style][1]]
            profile = Profile.of(one[name] for one in here if one is not None)
            outcome = count(self.rule, instance_of(contest), profile, self.ties)
            results[name] = {
                "blank": outcome.blank,
                "null": here.count(None),
                "spent": outcome.spent,
                "votes": {standing.project: standing.score for standing in outcome.standings},
                "voters": outcome.voters,
                "winners": list(outcome.winners),
            }
        return results

    def _read(self, style: int, plain: str) -> dict[str, Ballot] | None:
        contests = {one["id"]: instance_of(one) for one in self.contests}
        try:
            said = {one: decode(canonical(v).decode()) for one, v in json.loads(plain).items()}
        except (ValueError, AttributeError):
            return None
        if (
            set(said) != set(self.styles[style][1])
            or canonical(json.loads(plain)) != plain.encode()
        ):
            return None
        for one, ballot in said.items():
            if check(ballot, self.ballot, contests[one].projects):
                return None
        return said


LIMITS = (
    "min_length", "max_length", "min_sum_cost", "max_sum_cost", "max_points", "min_sum_points",
    "max_sum_points", "allows_blank", "min_points", "default_score",
)  # fmt: skip


def contest(name: str, budget: int, costs: dict[str, int]) -> Json:
    """A contest as the manifest has it."""
    return {
        "id": name,
        "name": f"Contest {name}",
        "budget": budget,
        "currency": "EUR",
        "projects": [{"code": c, "name": f"Project {c}", "cost": n} for c, n in costs.items()],
        "conflicts": [],
        "quotas": [],
    }


def instance_of(contest: Json) -> Instance:
    """A contest as the product counts it."""
    return Instance(
        tuple(Project(one["code"], one["cost"], one["name"]) for one in contest["projects"]),
        contest["budget"],
        contest["currency"],
        tuple(tuple(group) for group in contest["conflicts"]),
        tuple(
            Quota(one["name"], tuple(one["projects"]), one["most"], one["reserved"])
            for one in contest["quotas"]
        ),
    )


def lines_of(values: Iterable[object]) -> bytes:
    return b"".join(canonical(value) + b"\n" for value in values)


def leaves_in(board: bytes) -> list[bytes]:
    leaves, at = [], 0
    while at < len(board):
        length = int.from_bytes(board[at : at + 2])
        leaves.append(board[at + 2 : at + 2 + length])
        at += 2 + length
    return leaves


def pack(files: dict[str, bytes], path: Path) -> Path:
    """Write a bundle."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
