"""The browser's voter, byte by byte beside the server's, for many seeds."""

from tests.voting.browser.node import ask

PLAINS = ("{}", '{"CIUDAD":{"choices":["ñ","🌳"],"points":[1,2]}}', "x" * 266)


def test_every_voter_asks_for_the_same_credential(twins):
    questions = [twin.question() for twin in twins]

    answers = ask("voters.mjs", questions)

    assert answers == [
        {
            "code": question["code"],
            "pk": twin.voter.pk.hex(),
            "prefix": twin.voter.prefix.hex(),
            "request": twin.request.hex(),
        }
        for twin, question in zip(twins, questions, strict=True)
    ]


def test_every_ballot_and_void_is_the_same(twins):
    texts = [(ctr, plain) for ctr in (1, 2, 0xFFFFFFFE) for plain in PLAINS]
    ballots = [{"ctr": ctr, "plain": plain} for ctr, plain in texts]

    answers = ask(
        "voters.mjs",
        [
            twin.question(blindSignature=twin.blind_signature.hex(), ballots=ballots)
            for twin in twins
        ],
    )

    for twin, answer in zip(twins, answers, strict=True):
        assert answer["credential"] == twin.credential.hex()
        assert answer["ballots"] == [twin.ballot(*text) for text in texts]
        assert answer["void"] == twin.void.hex()
