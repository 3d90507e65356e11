"""The attacks of whoever runs the vote: every key but the voters' is theirs, all is signed anew.

What can be found from the published files is found and named. What cannot is asserted to pass, and
to stand in the report as a number.
"""

import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from tests.voting.verify import town as towns
from tests.voting.verify.town import Cast, canonical, digest, issuing_key, label, leaves_in
from voting.verify import receipt_code


def without(town, cast):
    town.batches = [[one for one in batch if one is not cast] for batch in town.batches]


def refused(verdict, what):
    assert verdict.status == 1
    assert verdict.last.startswith("NOT VERIFIED")
    assert what in verdict.last


def test_a_dropped_ballot_passes_while_nobody_shows_a_receipt_and_one_more_mark_is_unused(
    town, verified
):
    before = verified(town.publish()).flat
    without(town, town.all_casts[2])

    verdict = verified(town.publish())

    assert verdict.status == 0
    assert "ballot in “north”: 1 by web" in before
    assert "ballot in “north”: 2 by web" in verdict.flat


def test_a_dropped_ballot_is_found_by_its_receipt(town, verified):
    dropped = town.all_casts[2]
    without(town, dropped)

    verdict = verified(town.publish(), "--receipt", receipt_code(dropped.hash))

    refused(verdict, "is not on the board")


def test_a_dropped_ballot_is_found_by_a_checkpoint_that_somebody_kept(town, verified, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text(town.publish()["checkpoints.txt"].decode().split("---\n")[0], encoding="utf-8")
    without(town, town.all_casts[2])

    verdict = verified(town.publish(), "--checkpoint", str(kept))

    refused(verdict, "what was there was altered")


def test_a_ballot_that_is_altered_in_place_has_no_signature(town, verified):
    cast = town.all_casts[1]
    other = digest(b"another commitment")
    cast.leaf = cast.leaf[:-128] + other + cast.leaf[-96:]

    refused(verified(town.publish()), f"{receipt_code(cast.hash)} (signature)")


def test_another_content_cannot_be_opened(town, verified):
    town.all_casts[1].plain = town.plain(0, city="b", north="n2")

    refused(verified(town.publish()), "not the one that was cast")


def test_another_nonce_does_not_help(town, verified):
    town.all_casts[1].nonce = bytes(32)

    refused(verified(town.publish()), "not the one that was cast")


def test_a_ballot_that_is_left_out_of_the_opened_ones_is_missed(town, verified):
    files = town.publish()
    lines = files["opened.jsonl"].splitlines(keepends=True)

    verdict = verified(town.sealed({**files, "opened.jsonl": b"".join(lines[1:])}))

    refused(verdict, "neither opened nor listed")


def test_a_ballot_that_is_said_not_to_be_opened_passes_and_is_told(town, verified):
    town.unopened[town.all_casts[1].commit] = "not_sealed"

    verdict = verified(town.publish())

    assert verdict.status == 0
    assert "Not opened: 1 ballots that count (not_sealed)" in verdict.flat
    assert verdict.last.startswith("VERIFIED, but for 1 ballots not opened: the other 9 votes")


def test_a_ballot_cannot_be_both_opened_and_not(town, verified):
    files = town.publish()
    line = canonical({"commit": town.all_casts[1].commit.hex(), "reason": "lost"}) + b"\n"

    verdict = verified(town.sealed({**files, "unopened.jsonl": line}))

    refused(verdict, "neither opened nor listed as unopened, or both")


def test_a_replaced_ballot_is_not_opened(town, verified):
    files = town.publish()
    old = town.all_casts[0]
    line = {"commit": old.commit.hex(), "nonce": old.nonce.hex(), "plain": old.plain}
    lines = sorted([*files["opened.jsonl"].splitlines(), canonical(line)])
    opened = b"".join(one + b"\n" for one in lines)

    verdict = verified(town.sealed({**files, "opened.jsonl": opened}))

    refused(verdict, "not the one that was cast")


def test_more_credentials_than_marks_cannot_all_vote(town, verified):
    # Two: for one mark that is not used, one more is not too many.
    for _ballot in range(2):
        town.cast(town.issue(0), town.plain(0, city="b"))

    refused(verified(town.publish()), "in “north” there are 6 ballots by web and only 5 marks")


def test_one_credential_more_in_a_style_where_all_voted_is_one_too_many(town, verified):
    town.cast(town.issue(1), town.plain(1, city="b"))

    refused(verified(town.publish()), "in “south” there are 5 ballots by web that count")


def test_a_mark_that_was_given_up_does_not_make_room_for_a_ballot(town, verified):
    """The void belongs to a key that never voted; the ballot would be one more than the people."""
    town.enter(0, "surrendered")
    town.cast(town.issue(0), None)
    for _ballot in range(2):
        town.cast(town.issue(0), town.plain(0, city="b"))

    refused(verified(town.publish()), "6 ballots by web that count and only 5 marks")


def test_an_unused_mark_can_be_used_and_the_number_beside_the_margin_says_so(town, verified):
    town.cast(town.issue(0), town.plain(0, city="b"))

    verdict = verified(town.publish())

    assert verdict.status == 0
    assert "ballot in “north”: 0 by web" in verdict.flat


def test_an_abstainer_who_is_marked_passes_and_the_own_line_shows_it(town, verified):
    abstainer = next(person for person, state in town.states.items() if state == "none")
    town.states[abstainer] = "online"
    town.cast(town.issue(1), town.plain(1, city="b"))
    files = town.publish()

    verdict = verified(files)

    assert verdict.status == 0
    assert "0 stand as not having voted, 12 as having" in verdict.flat
    assert f"{abstainer},1,online\n" in files["roll.csv"].decode()


def test_a_person_cannot_be_invented_during_the_vote(town, verified):
    town.invented.append(town.enter(1, "online"))
    town.cast(town.issue(1), town.plain(1, city="b"))

    refused(verified(town.publish()), "does not have the same persons")


def test_a_person_cannot_change_the_district(town, verified):
    files = town.publish()
    lines = files["roll.csv"].replace(b",1,none", b",0,none")

    town.roll = lambda: lines

    refused(verified(town.publish()), "does not have the same persons")


def test_the_same_ballot_does_not_count_twice(town, verified):
    town.batches[-1].append(town.all_casts[1])

    refused(verified(town.publish()), "(counter)")


def test_a_counter_is_not_used_for_two_ballots(town, verified):
    voter = town.all_casts[1].voter
    town.cast(voter, town.plain(0, city="b"), ctr=1)

    refused(verified(town.publish()), "(counter)")


def test_a_counter_is_never_zero_and_a_void_says_nothing(town, verified):
    town.cast(town.all_casts[1].voter, town.plain(0, city="b"), ctr=0)
    first = verified(town.publish())
    town.batches[-1].pop()
    town.cast(town.all_casts[1].voter, town.plain(0, city="b"), ctr=towns.VOID)
    second = verified(town.publish())

    refused(first, "(counter)")
    refused(second, "(counter)")


@pytest.mark.parametrize("key", ["blank", "null", "spent", "voters"])
def test_a_result_that_is_off_by_one_is_another(town, verified, key):
    files = town.publish()
    result = json.loads(files["result.json"])
    result["contests"]["city"][key] += 1

    verdict = verified(town.sealed({**files, "result.json": canonical(result)}))

    refused(verdict, f"result of “Contest city” is not what comes of counting: {key}")


def test_votes_and_winners_that_are_others_are_found(town, verified):
    files = town.publish()
    result = json.loads(files["result.json"])
    result["contests"]["city"]["votes"]["a"] -= 1
    result["contests"]["city"]["votes"]["b"] += 1
    result["contests"]["city"]["winners"].reverse()

    verdict = verified(town.sealed({**files, "result.json": canonical(result)}))

    refused(verdict, "votes, winners")


def test_three_sheets_too_many_are_found(town, verified):
    town.paper += [(0, town.plain(0, city="b"))] * 3

    refused(verified(town.publish()), "in “north” there are 4 ballots on paper and only 1 marks")


def test_sheets_that_are_not_on_the_board_are_found(town, verified):
    files = town.publish()
    sheet = canonical({"plain": town.plain(1, city="b"), "style": 1}) + b"\n"

    verdict = verified(town.sealed({**files, "paper.jsonl": files["paper.jsonl"] + sheet}))

    refused(verdict, "paper.jsonl is not what stands on the board")


def test_two_views_of_the_board_contradict_each_other(town, verified, tmp_path):
    """One board is shown to some and another to others: whoever keeps a checkpoint can tell."""
    seen = town.publish()
    without(town, town.all_casts[5])
    town.cast(town.issue(1), town.plain(1, city="b"))
    other = town.publish()
    kept = tmp_path / "kept.txt"
    kept.write_text(seen["checkpoints.txt"].decode().split("---\n")[-2], encoding="utf-8")

    assert verified(seen).status == verified(other).status == 0
    refused(verified(other, "--checkpoint", str(kept)), "what was there was altered")


def test_a_checkpoint_of_another_view_within_the_bundle_is_found(town, verified):
    files = town.publish()
    first, *rest = files["checkpoints.txt"].decode().split("---\n")
    another = town.note([b"\1another view"] * 4)
    notes = "---\n".join([another, *rest]).encode()

    verdict = verified(town.sealed({**files, "checkpoints.txt": notes}))

    assert first != another
    refused(verdict, "the checkpoint of 4 leaves is not of this board")


def test_checkpoints_do_not_go_back(town, verified):
    files = town.publish()
    first, second, last, _end = files["checkpoints.txt"].decode().split("---\n")
    notes = "---\n".join([second, first, last, ""]).encode()

    refused(verified(town.sealed({**files, "checkpoints.txt": notes})), "checkpoint of 4 leaves")


def test_a_rule_that_is_edited_after_the_opening_has_another_fingerprint(town, verified):
    announced = digest(town.publish()["manifest.json"]).hex()
    town.contests[0]["budget"] += 40
    files = town.publish()

    assert verified(files).status == 0
    refused(verified(files, "--fingerprint", announced), "the fingerprint is another one")


def test_a_credential_of_another_style_is_none(town, verified):
    voter = town.issue(1)
    voter.style = 0
    town.cast(voter, town.plain(0, city="b"))

    refused(verified(town.publish()), "(credential)")


def test_a_credential_of_another_vote_is_none(town, verified):
    own, town.e = town.e, digest(b"another vote")
    voter = town.issue(0)
    town.e = own
    town.cast(voter, town.plain(0, city="b"))

    refused(verified(town.publish()), "(credential)")


def test_a_credential_with_a_salt_is_none(town, verified):
    """One message has one credential: a second one for it could be a mark of its own."""
    voter = town.issue(0)
    message = voter.prefix + label("pb1/cred") + town.e + b"\0\0" + voter.pk
    salted = padding.PSS(padding.MGF1(hashes.SHA384()), 48)
    voter.credential = issuing_key(0).sign(message, salted, hashes.SHA384())
    town.cast(voter, town.plain(0, city="b"))

    refused(verified(town.publish()), "(credential)")


def test_a_style_that_does_not_exist_is_refused(town, verified):
    voter = town.issue(0)
    voter.style = 2
    town.batches[-1].append(Cast(voter, 1, "", b"", town.cast(voter, "{}").leaf))
    town.batches[-1].pop()
    town.counting = lambda: []

    refused(verified(town.publish()), "(style)")


def test_voids_are_at_least_as_many_as_are_due(town, verified):
    town.unused_envelopes = 2

    refused(verified(town.publish()), "there are 2 voids and there should be at least 3")


def test_a_void_without_a_surrender_is_told_and_stops_nothing(town, verified):
    """Whoever has a code can send it: that must not make a whole vote fail."""
    town.cast(town.issue(1), None)

    verdict = verified(town.publish())

    assert verdict.status == 0
    assert "Voids without a surrender or an unused envelope: 1." in verdict.flat


def test_a_void_of_another_style_does_not_do(town, verified):
    town.unused_envelopes = 0
    without(town, next(cast for cast in town.all_casts if cast.ctr == towns.VOID))

    refused(verified(town.publish()), "voids")


def test_marks_of_the_close_are_those_of_the_roll(town, verified):
    town.marks = {"online": 8, "code": 1, "paper": 1, "surrendered": 1, "unused": 1}
    marks = dict(town.marks)
    states = list(town.states.values())
    town.marks["online"] = states.count("online") + 1

    verdict = verified(town.publish())

    assert marks["code"] == states.count("code")
    refused(verdict, "“online” marks")


def test_a_commitment_that_somebody_copied_harms_nobody(town, verified):
    """Somebody casts another voter's commitment under a key of their own: it cannot be opened."""
    original = town.all_casts[1]
    town.enter(0, "online")
    copy = town.cast(town.issue(0), "copied", commit=original.commit)
    files = town.publish()
    kept = [
        line
        for line in files["opened.jsonl"].splitlines(keepends=True)
        if json.loads(line)["plain"] != "copied"
    ]
    reason = canonical({"commit": copy.commit.hex(), "reason": "not_sealed"}) + b"\n"
    opened = [cast for cast in town.counting() if cast is not copy]
    result = canonical({"contests": town.result(opened)})

    verdict = verified(
        town.sealed(
            {
                **files,
                "opened.jsonl": b"".join(kept),
                "unopened.jsonl": reason,
                "result.json": result,
            }
        )
    )

    assert verdict.status == 0
    assert "Not opened: 1 ballots" in verdict.flat


def test_a_witness_whose_signature_is_false_is_named(town, verified):
    town.witness, real = towns.seed(town.random), town.witness
    forged = town._line
    name = "paper.example"
    town._line = lambda who, alg, key, sig: forged(who, alg, real if who == name else key, sig)
    manifest = town.manifest
    town.manifest = lambda: {
        **manifest(),
        "witnesses": [{"name": name, "key": real.public_key().public_bytes_raw().hex()}],
    }

    refused(verified(town.publish()), "signature of paper.example, a witness")


def test_a_checkpoint_without_the_boards_signature_is_refused(town, verified):
    files = town.publish()
    stranger = towns.Town()
    stranger.e, stranger.origin = town.e, town.origin
    stranger.board = towns.seed(town.random)
    ballots = leaves_in(files["board.bin"])

    notes = f"{stranger.note(ballots)}---\n".encode()

    verdict = verified(town.sealed({**files, "checkpoints.txt": notes}))

    refused(verdict, "does not have the board's signature")


def test_a_close_that_somebody_else_signed_is_refused(town, verified):
    files = town.publish()
    town.board = towns.seed(town.random)

    refused(verified(town.sealed(files)), "signature of close.json")


def test_hints_that_are_wrong_make_it_fail_and_never_pass(town, verified):
    files = town.publish()
    hints = bytearray(files["hints.bin"])
    hints[31] ^= 2

    refused(verified(town.sealed({**files, "hints.bin": bytes(hints)})), "(signature)")


@pytest.mark.parametrize("options", [[], ["--fast"], ["--jobs", "2"]])
def test_several_false_ballots_are_all_named(town, verified, options):
    false = [town.all_casts[at] for at in (1, 5)]
    for cast in false:
        cast.leaf = cast.leaf[:-33] + bytes([cast.leaf[-33] ^ 1]) + cast.leaf[-32:]

    verdict = verified(town.publish(), *options)

    for cast in false:
        refused(verdict, receipt_code(cast.hash))
