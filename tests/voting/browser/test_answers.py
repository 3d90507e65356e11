"""What box and board write, read and verified by the browser's client."""

from random import Random

import pytest

from tests.voting.browser.node import ask
from voting.core.crypto import ed25519, merkle, notes
from voting.core.protocol.receipts import Receipt, code_of

BOARD, WITNESS = bytes([5]) * 32, bytes([7]) * 32
BOARD_KEY = ed25519.public_key(BOARD).hex()
ORIGIN, NAME = "vota.example/vote/e1e1e1e1e1e1e1e1", "periodico.example"
ELECTION = bytes([0xE1]) * 32


def receipt(leaf: bytes, key: bytes = BOARD) -> dict[str, object]:
    text = Receipt.sign(ELECTION, merkle.leaf_hash(leaf), key).write()
    named = {"leaf": leaf.hex(), "election": ELECTION.hex(), "boardKey": BOARD_KEY}
    return {"check": "receipt", "text": text, **named}


def test_a_receipt_of_the_box_is_verified_and_shown_as_its_code():
    random = Random(1)
    leaves = [random.randbytes(583) for _time in range(20)]

    answers = ask("answers.mjs", [receipt(leaf) for leaf in leaves])
    forged = ask("answers.mjs", [receipt(leaf, WITNESS) for leaf in leaves])

    assert answers == [code_of(merkle.leaf_hash(leaf)) for leaf in leaves]
    assert forged == ["receipt"] * 20


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 64, 100])
def test_every_leaf_of_a_board_is_proved(size):
    leaves = [bytes([at]) for at in range(size)]
    tree = merkle.Tree(merkle.leaf_hash(leaf) for leaf in leaves)
    proofs = [[node.hex() for node in tree.inclusion_proof(at)] for at in range(size)]
    common = {"check": "inclusion", "size": size, "root": tree.root().hex()}

    right = [
        {**common, "leaf": leaf.hex(), "index": at, "path": proofs[at]}
        for at, leaf in enumerate(leaves)
    ]
    wrong = [{**each, "leaf": "ffff"} for each in right]

    assert ask("answers.mjs", right) == [True] * size
    assert ask("answers.mjs", wrong) == ["proof"] * size


def test_a_checkpoint_and_its_cosignature_are_verified():
    root = bytes(range(32))
    text = notes.Checkpoint(ORIGIN, 12345, root).text
    witness = {"witness": NAME, "witnessKey": ed25519.public_key(WITNESS).hex()}
    given = {"check": "note", "origin": ORIGIN, "boardKey": BOARD_KEY, **witness}
    bare = notes.Note(text, (notes.sign(text, ORIGIN, BOARD),))
    cosigned = bare + notes.cosign(text, NAME, WITNESS, 1_790_000_000)
    forged = notes.Note(text, (notes.sign(text, ORIGIN, WITNESS),))

    answers = ask(
        "answers.mjs", [{**given, "text": note.write()} for note in (bare, cosigned, forged)]
    )

    assert answers == [
        [12345, root.hex(), None],
        [12345, root.hex(), 1_790_000_000],
        "note",
    ]
