"""The browser's voter, byte by byte beside docs/protocol.md."""

import json
import subprocess
from pathlib import Path

from tests.voting.browser.twin import VARIANT
from voting.core.crypto import rsabssa

PLAINS = ("{}", '{"CIUDAD":{"choices":["ñ","🌳"],"points":[1,2]}}', "x" * 266)


def ask(questions: list[dict[str, object]]) -> list[dict[str, object]]:
    """Let the browser's own code be the voters, all in one go."""
    done = subprocess.run(
        ["node", "--no-warnings", str(Path(__file__).parent / "voters.mjs")],
        input="\n".join(json.dumps(question) for question in questions),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_voter_asks_for_the_same_credential(twins):
    answers = ask([twin.question() for twin in twins])

    for twin, answer in zip(twins, answers, strict=True):
        assert answer["code"] == twin.code
        assert answer["pk"] == twin.pk.hex()
        assert answer["prefix"] == twin.prefix.hex()
        assert answer["request"] == twin.request.hex()


def test_every_ballot_and_void_is_the_same(twins, issuer):
    texts = [(ctr, plain) for ctr in (1, 2, 0xFFFFFFFE) for plain in PLAINS]
    ballots = [{"ctr": ctr, "plain": plain} for ctr, plain in texts]
    blind = [rsabssa.blind_sign(issuer, twin.request, 7).hex() for twin in twins]

    answers = ask(
        [
            twin.question(blindSignature=signature, ballots=ballots)
            for twin, signature in zip(twins, blind, strict=True)
        ]
    )

    for twin, answer in zip(twins, answers, strict=True):
        credential = bytes.fromhex(str(answer["credential"]))
        assert rsabssa.verify(issuer.public, twin.message, credential, VARIANT)
        assert answer["ballots"] == [
            twin.ballot(credential, ctr, plain.encode()) for ctr, plain in texts
        ]
        assert answer["void"] == twin.leaf(credential, 0xFFFFFFFF, bytes(32), bytes(32)).hex()
