"""Nothing that is kept, sent or logged on the way to the box joins a person and a choice."""

from concejo.audit.services import latest
from concejo.processes.core import PhaseKind
from tests.voting.elections import cast, choose, fields_of, make_voter, new_secret, reopen
from tests.voting.test_booth import BOOTH, CAST, OTHER, REVIEW, code_in, secret_in
from tests.voting.test_cast import tables
from voting.counting.services import close, count


async def test_a_walk_through_the_booth_leaves_a_mark_and_a_sealed_ballot(
    election, rosas_browser, caplog
):
    caplog.set_level("DEBUG")
    fields = fields_of(election, choose(election, CIUDAD=("Un parque",), D01=()))
    before = await tables()

    ballot = await rosas_browser.get(BOOTH)
    reviewed = await rosas_browser.submit(REVIEW, fields)
    secret = secret_in(reviewed.text)
    receipt = await rosas_browser.submit(CAST, fields, code=secret, counter="1")
    again = await rosas_browser.submit(CAST, fields, code=OTHER, counter="1")

    assert [page.status_code for page in (ballot, reviewed, receipt, again)] == [200, 200, 200, 409]
    after = await tables()
    changed = {place for place, rows in after.items() if rows != before[place]}
    assert changed == {("default", "mark"), ("box", "pending")}
    for page in (ballot, reviewed, receipt):
        assert page.headers["cache-control"] == "no-store"
        assert "set-cookie" not in page.headers
        assert "etag" not in page.headers
    logged = caplog.text
    assert secret not in logged
    assert code_in(receipt.text) not in logged
    assert "contest-" not in logged


async def test_the_audit_log_of_a_whole_vote_names_no_voter(
    election, process, roll, chair, rosas_browser, rosa
):
    await cast(election, rosa.person_id, choose(election, CIUDAD=(), D01=()), new_secret())
    for _number in range(3):
        person = await make_voter(election, roll)
        await cast(election, person.id, choose(election, CIUDAD=(), D01=()), new_secret())
    late = await reopen(process, PhaseKind.COUNTING)
    await close(late.process, chair.actor)
    await count(late.process, chair.actor)

    entries, _total = await latest(0, 50)

    of_the_vote = [entry for entry in entries if entry.action.startswith("election.")]
    assert {entry.action for entry in of_the_vote} == {
        "election.seal_key_kept",
        "election.opened",
        "election.closed",
        "election.opened_ballots",
        "election.counted",
    }
    assert {entry.actor.name for entry in of_the_vote} == {"Concejo", "Rosalía"}
    assert all("person" not in entry.details for entry in entries)
