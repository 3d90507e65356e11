"""The box keeps ballots sealed, shuffles them, and gives nothing away before its time."""

import asyncio
import os
import stat
from secrets import token_bytes

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from concejo import settings
from concejo.db import execute, fetch
from voting.box import services as box
from voting.box.core import ALPHABET, LENGTH, pad, read_receipt, receipt_of, unpad
from voting.box.services import Envelope, StillShuffling


async def cast_some(number: int, election_id: int = 1) -> list[bytes]:
    ids = [token_bytes(32) for _ballot in range(number)]
    for ballot_id in ids:
        await box.cast(election_id, [Envelope(ballot_id, "1,2", '{"1":{}}')])
    return ids


async def waiting(election_id: int = 1) -> int:
    rows = await fetch(
        "SELECT count(*) AS n FROM pending WHERE election_id = ?", election_id, connection="box"
    )
    return rows[0].integer("n")


async def test_ballots_wait_until_there_are_twenty(any_database):
    await cast_some(19)
    assert await box.flush(1) == 0

    await cast_some(1)

    assert await box.flush(1) == 20
    assert await waiting() == 0
    assert await box.count_ballots(1) == 20


async def test_at_the_close_all_go_in(any_database):
    await cast_some(3)
    await cast_some(2, election_id=2)

    assert await box.flush(1, at_least=0) == 3
    assert await waiting(2) == 2


async def test_a_ballot_that_is_in_the_box_is_not_taken_again(any_database):
    (ballot_id,) = await cast_some(1)
    await box.flush(1, at_least=0)

    await box.cast(1, [Envelope(ballot_id, "9", "another content")])

    assert await waiting() == 0
    assert [ballot.content for ballot in await box.read_ballots(1)] == ['{"1":{}}']


async def test_casting_and_shuffling_at_once_loses_and_doubles_nothing(any_database):
    ids = [token_bytes(32) for _ballot in range(60)]

    async def cast_twice(ballot_id: bytes) -> None:
        await box.cast(1, [Envelope(ballot_id, "1", "{}")])
        await box.flush(1, at_least=3)
        await box.cast(1, [Envelope(ballot_id, "1", "{}")])

    await asyncio.gather(*map(cast_twice, ids), *(box.flush(1, at_least=1) for _time in range(10)))
    await box.flush(1, at_least=0)

    assert await box.list_receipts(1) == sorted(map(receipt_of, ids))
    assert await waiting() == 0


async def test_nothing_is_read_while_ballots_wait(any_database):
    await cast_some(1)

    for read in (box.read_ballots, box.list_receipts):
        with pytest.raises(StillShuffling):
            await read(1)


async def test_what_waits_says_nothing_not_even_by_its_length(database):
    await box.cast(1, [Envelope(token_bytes(32), "1", "{}")])
    longer = Envelope(token_bytes(32), "1,2,3", '{"1":{"choices":["12","13"],"points":[]}}')
    await box.cast(1, [longer])

    rows = await fetch("SELECT sealed FROM pending", connection="box")

    lengths = {len(row.octets("sealed")) for row in rows}
    assert len(lengths) == 1
    assert not any(b"choices" in row.octets("sealed") for row in rows)


async def test_a_sealed_ballot_cannot_be_moved_to_another_place(database):
    await cast_some(1)
    await execute("UPDATE pending SET id = ?", token_bytes(32), connection="box")

    with pytest.raises(InvalidTag):
        await box.flush(1, at_least=0)

    assert await waiting() == 1


async def test_the_box_does_not_tell_the_order_of_arrival(database):
    ids = await cast_some(40)
    await box.flush(1)

    rows = await fetch("SELECT id FROM ballot", connection="box")

    assert [row.octets("id") for row in rows] == sorted(ids)


async def test_the_key_is_nobody_elses_to_read(database):
    await cast_some(1)

    assert stat.S_IMODE(os.stat(settings.DATA / "box.key").st_mode) == 0o600


async def test_a_receipt_is_found_and_another_is_not(any_database):
    (ballot_id,) = await cast_some(1)
    await box.flush(1, at_least=0)

    assert await box.has_ballot(1, receipt_of(ballot_id))
    assert not await box.has_ballot(1, receipt_of(token_bytes(32)))
    assert not await box.has_ballot(2, receipt_of(ballot_id))


@given(st.binary(min_size=32, max_size=32))
def test_a_receipt_is_read_as_people_write_it(ballot_id):
    code = receipt_of(ballot_id)
    spaced = " ".join(code[at : at + 4] for at in range(0, LENGTH, 4)).lower()

    assert set(code) <= set(ALPHABET)
    assert read_receipt(spaced.replace("0", "o").replace("1", "l")) == code
    assert read_receipt(spaced.replace(" ", "-")) == code


@pytest.mark.parametrize("typed", ["", "ABCD", "?" * LENGTH, "A" * (LENGTH + 1), "á" * LENGTH])
def test_what_is_no_receipt_is_none(typed):
    assert read_receipt(typed) is None


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_padding_is_taken_off_whole(text):
    assert unpad(pad(text)) == text
    assert len(pad(text)) % 1024 == 0
