"""A whole vote of eight persons, made with this core alone, is verified by the verifier."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.voting.core.protocol.town import BOARD_SEED, ELECTION, KEYS, SEAL_PRIVATE, manifest
from voting.core.ballots import Ballot
from voting.core.crypto import merkle, notes, rsabssa
from voting.core.profile import Profile
from voting.core.protocol.board import Board, write_board, write_checkpoints, write_hints
from voting.core.protocol.client import Voter
from voting.core.protocol.closing import Close
from voting.core.protocol.counted import tell_apart
from voting.core.protocol.layout import digest
from voting.core.protocol.leaves import ClosingLeaf, PaperLeaf, hash_of
from voting.core.protocol.openings import OpenedLine, SheetLine, write_lines
from voting.core.protocol.plain import encode_plain
from voting.core.protocol.result import ContestResult, write_result
from voting.core.protocol.roll import Person, State, id_hash, write_after, write_before
from voting.core.protocol.sealing import unseal
from voting.core.rules import count

VERIFIER = Path(__file__).resolve().parents[4] / "voting" / "verify.py"

PERSONS = [Person(id_hash(ELECTION, bytes([at]) * 16, at), at % 2) for at in range(8)]
STATES = [
    *(State.ONLINE, State.ONLINE, State.ONLINE, State.CODE),
    *(State.PAPER, State.SURRENDERED, State.NONE, State.ONLINE),
]
#: What each cast; the second of person 0 counts, that of 2 is null, 5 took theirs back.
CAST = {
    0: [{"1": Ballot(("7",))}, {"1": Ballot(("9",))}],
    1: [{"1": Ballot(("12",)), "2": Ballot(("3",))}],
    2: [{"1": Ballot(("12", "7"))}],
    3: [{"1": Ballot(), "2": Ballot(("5",))}],
    5: [{"1": Ballot(), "2": Ballot()}],
    7: [{"1": Ballot(("7",)), "2": Ballot(("3",))}],
}
SHEETS = [SheetLine(encode_plain({"1": Ballot(("7",))}), 0), SheetLine("", 1)]


def cast(town, person):
    """Give leaves and sealed ballots of a person."""
    style, key = person % 2, KEYS[person % 2]
    voter = Voter(digest(b"person %d" % person)[:16], ELECTION)
    signed = rsabssa.blind_sign(key, voter.request(style, key.public), 2 + person)
    credential = voter.credential(style, key.public, signed)
    for ctr, ballots in enumerate(CAST[person], 1):
        plain = encode_plain(ballots)
        yield voter.ballot(style, credential, ctr, plain, town.pad, town.seal_pk)
    if STATES[person] is State.SURRENDERED:
        yield voter.void(style, credential), b""


def opened(town, ballots, sealed):
    for leaf in tell_apart(ballots).counting:
        octets = sealed[leaf.encode()]
        nonce, plain = unseal(SEAL_PRIVATE, leaf.context(ELECTION), octets, town.pad)
        yield OpenedLine(leaf.commitment, nonce, plain), leaf.style


def results(town, plains):
    """Count every contest from plain ballots with their styles."""
    for contest in town.contests:
        votes = [
            town.ballots(style, plain)
            for plain, style in plains
            if contest in town.contests_of(style)
        ]
        profile = Profile.of(vote[contest.id] for vote in votes if vote is not None)
        outcome = count(town.rule, contest.instance, profile, town.ties)
        yield contest.id, ContestResult.of(outcome, votes.count(None))


def checkpoints(town, tree, sizes):
    for size in sizes:
        text = notes.Checkpoint(town.origin, size, tree.root(size)).text
        note = notes.Note(text, (notes.sign(text, town.origin, BOARD_SEED),))
        yield note + notes.cosign(text, town.witnesses[0].name, BOARD_SEED, 1_796_000_000)


@pytest.fixture(scope="module")
def bundle():
    before = write_before(PERSONS)
    after, paper = write_after(zip(PERSONS, STATES, strict=True)), write_lines(SHEETS)
    verifier = digest(VERIFIER.read_bytes())
    town = manifest(eligible=8, roll_hash=digest(before.encode()), verifier_sha256=verifier)
    sealed = {leaf: octets for person in CAST for leaf, octets in cast(town, person)}
    leaves = sorted(sealed, key=hash_of)
    leaves.append(ClosingLeaf(4, 1, 1, 1, 0, digest(after.encode())).encode())
    leaves.append(PaperLeaf(2, digest(paper)).encode())
    board, tree = Board.of(leaves), merkle.Tree(map(hash_of, leaves))
    lines = list(opened(town, board.ballots, sealed))
    plains = [(line.plain, style) for line, style in lines]
    plains += [(sheet.plain, sheet.style) for sheet in SHEETS]
    files = {
        "manifest.json": town.write().encode(),
        "board.bin": write_board(leaves),
        "hints.bin": write_hints(board.ballots),
        "checkpoints.txt": write_checkpoints(checkpoints(town, tree, [5, len(leaves)])),
        "opened.jsonl": write_lines(line for line, _style in lines),
        "unopened.jsonl": b"",
        "paper.jsonl": paper,
        "roll_before.csv": before.encode(),
        "roll.csv": after.encode(),
        "result.json": write_result(dict(results(town, plains))),
    }
    close = Close.over(ELECTION, files, len(leaves), tree.root(), BOARD_SEED)
    return {**files, "close.json": close.write(), "verify.py": b"", "README.txt": b""}


def verified(files, path):
    with ZipFile(path, "w") as archive:
        for name, octets in files.items():
            archive.writestr(name, octets)
    return subprocess.run(
        [sys.executable, VERIFIER, path], capture_output=True, text=True, check=False
    )


def test_the_whole_is_verified(bundle, tmp_path):
    done = verified(bundle, tmp_path / "bundle.zip")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_result_is_the_one_counted_by_hand(bundle):
    assert bundle["result.json"].decode() == (
        '{"contests":{"1":{"blank":1,"null":2,"spent":20010,"voters":5,'
        '"votes":{"12":1,"7":2,"9":1},"winners":["7","9"]},'
        '"2":{"blank":0,"null":1,"spent":100,"voters":3,"votes":{"3":2,"5":1},"winners":["3"]}}}'
    )


@pytest.mark.parametrize("name", ["board.bin", "opened.jsonl", "result.json", "roll.csv"])
def test_another_file_is_not_verified(bundle, tmp_path, name):
    changed = bundle[name][:-2] + bytes([bundle[name][-2] ^ 1]) + bundle[name][-1:]

    done = verified({**bundle, name: changed}, tmp_path / "bundle.zip")

    assert done.returncode != 0
