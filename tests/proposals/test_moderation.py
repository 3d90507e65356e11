"""What moderators decide about proposals."""

import asyncio

import pytest

from concejo.accounts.core import Role
from concejo.audit.services import history
from concejo.errors import Forbidden
from concejo.moderation.core import Verdict
from concejo.moderation.models import Decision
from concejo.moderation.services import AlreadyDecided
from concejo.notifications.models import Letter
from concejo.processes.core import PhaseKind
from proposals.core.status import Status
from proposals.curation import services
from proposals.curation.forms import DecisionForm
from proposals.models import Proposal
from proposals.services import count_awaiting
from tests.people import browser_of, make_account, make_person, make_process, set_phase
from tests.proposals.conftest import make_proposal

REASON = "Falta decir dónde irían los árboles. <b>Indique las plazas.</b>"


async def test_the_queue_shows_what_waits_the_oldest_first(moderators_browser, rosa, process, base):
    for title in ("Primera propuesta", "Segunda propuesta"):
        await make_proposal(rosa, process, Status.SUBMITTED, title=title)
    await make_proposal(rosa, process, Status.DRAFT, title="Borrador de Rosa")

    page = await moderators_browser.get(f"{base}/moderation/")

    assert page.status_code == 200
    assert page.text.index("Primera propuesta") < page.text.index("Segunda propuesta")
    assert "Borrador de Rosa" not in page.text
    assert await count_awaiting([process.id]) == 2
    assert await count_awaiting([process.id + 1]) == 0


@pytest.mark.parametrize(
    ("verdict", "status", "reason"),
    [
        ("admitted", Status.ADMITTED, ""),
        ("returned", Status.RETURNED, REASON),
        ("rejected", Status.REJECTED, REASON),
    ],
)
async def test_a_decision_is_public_audited_and_told_to_the_author(
    moderators_browser, moderator, rosa, rosas_browser, process, base, verdict, status, reason
):
    proposal = await make_proposal(rosa, process, Status.SUBMITTED)
    at = f"{base}/moderation/{proposal.id}"

    read = await moderators_browser.get(at)
    answer = await moderators_browser.submit(at, verdict=verdict, reason=reason, number=1)

    assert read.status_code == 200
    assert answer.status_code == 303
    assert (await Proposal.get()).status is status
    decision = await Decision.get()
    assert (decision.verdict, decision.reason, decision.moderator_id) == (
        Verdict(verdict),
        reason,
        moderator.id,
    )
    (entry,) = await history(f"proposal:{proposal.id}")
    assert entry.action == f"proposal.{verdict}"
    letter = await Letter.get()
    assert letter.recipient == rosa.email
    assert reason in letter.body
    assert f"/proposals/{proposal.id}" in letter.body
    shown = await rosas_browser.get(f"{base}/{proposal.id}")
    assert not reason or "&lt;b&gt;Indique" in shown.text
    assert "<b>Indique" not in shown.text


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"verdict": "returned", "reason": "Corta."}, {"reason"}),
        ({"verdict": "rejected"}, {"reason"}),
        ({"verdict": "hidden", "reason": REASON}, {"verdict"}),
        ({"reason": "x" * 2001}, {"verdict", "reason"}),
    ],
)
async def test_a_decision_with_faults_comes_back_with_all_that_was_typed(
    moderators_browser, rosa, process, base, sent, faults
):
    proposal = await make_proposal(rosa, process, Status.SUBMITTED)

    answer = await moderators_browser.submit(f"{base}/moderation/{proposal.id}", sent, number=1)

    assert answer.status_code == 422
    for name in faults:
        assert f'href="#field-{name}"' in answer.text
    assert sent.get("reason", "")[:30].split("<")[0] in answer.text
    assert not await Decision.exists()


async def test_of_two_moderators_at_once_the_second_is_told(any_database, moderator, rosa, process):
    proposal = await make_proposal(rosa, process, Status.SUBMITTED)
    other = await make_account("Manuel", roles=((Role.MODERATOR, 0),))
    admit = DecisionForm(Verdict.ADMITTED, "", 1)
    reject = DecisionForm(Verdict.REJECTED, REASON, 1)

    answers = await asyncio.gather(
        services.decide(moderator, process, proposal.id, admit),
        services.decide(other, process, proposal.id, reject),
        return_exceptions=True,
    )

    (late,) = [answer for answer in answers if answer is not None]
    first = await Decision.get().prefetch_related("moderator")
    assert isinstance(late, AlreadyDecided)
    assert first.moderator.name in str(late)
    assert (await Proposal.get()).status.value == first.verdict.value


async def test_a_page_from_before_the_last_decision_decides_nothing(
    moderators_browser, moderator, rosa, process, base
):
    proposal = await make_proposal(rosa, process, Status.SUBMITTED)
    await services.decide(
        moderator, process, proposal.id, DecisionForm(Verdict.RETURNED, REASON, 1)
    )
    await Proposal.filter(id=proposal.id).update(status=Status.SUBMITTED)

    stale = await moderators_browser.submit(
        f"{base}/moderation/{proposal.id}", verdict="admitted", number=1
    )
    fresh = await moderators_browser.submit(
        f"{base}/moderation/{proposal.id}", verdict="admitted", number=2
    )

    assert stale.status_code == 409
    assert "Marta" in stale.text
    assert fresh.status_code == 303
    assert await Decision.all().count() == 2


async def test_a_moderator_decides_nothing_about_their_own(roll, process, base):
    person = await make_person(roll)
    marta = await make_account("Marta", roles=((Role.MODERATOR, process.id),), person=person)
    own = await make_proposal(marta, process, Status.SUBMITTED)

    with pytest.raises(Forbidden):
        await services.decide(marta, process, own.id, DecisionForm(Verdict.ADMITTED, "", 1))

    assert (await Proposal.get()).status is Status.SUBMITTED
    assert not await Decision.exists()


@pytest.mark.parametrize("status", [Status.ADMITTED, Status.RETURNED, Status.WITHDRAWN])
async def test_nothing_is_decided_about_what_does_not_wait(
    moderators_browser, rosa, process, base, status
):
    proposal = await make_proposal(rosa, process, status)

    answer = await moderators_browser.submit(
        f"{base}/moderation/{proposal.id}", verdict="rejected", reason=REASON, number=1
    )

    assert answer.status_code == 409
    assert not await Decision.exists()


async def test_the_draft_of_a_resident_is_no_moderators_business(
    moderators_browser, rosa, process, base
):
    draft = await make_proposal(rosa, process, Status.DRAFT)

    for path in (f"{base}/{draft.id}", f"{base}/moderation/{draft.id}"):
        assert (await moderators_browser.get(path)).status_code == 404


async def test_nothing_is_moderated_before_proposals_are_taken(
    moderators_browser, rosa, process, base
):
    proposal = await make_proposal(rosa, process, Status.SUBMITTED)
    await set_phase(process.id, PhaseKind.ANNOUNCED)

    answer = await moderators_browser.submit(
        f"{base}/moderation/{proposal.id}", verdict="admitted", number=1
    )

    assert answer.status_code == 409


async def test_others_do_not_moderate(
    browser, rosas_browser, technicians_browser, ines, process, base
):
    proposal = await make_proposal(ines, process, Status.SUBMITTED)
    for path in ("moderation/", f"moderation/{proposal.id}"):
        assert (await browser.get(f"{base}/{path}")).status_code == 303
        for resident in (rosas_browser, technicians_browser):
            assert (await resident.get(f"{base}/{path}")).status_code == 403

    answer = await rosas_browser.submit(
        f"{base}/moderation/{proposal.id}", verdict="admitted", number=1
    )

    assert answer.status_code == 403
    assert (await Proposal.get()).status is Status.SUBMITTED


async def test_a_moderator_of_another_process_does_not_moderate_this_one(roll, rosa, process, base):
    other = await make_process(roll, slug="otro-proceso")
    stranger = await browser_of(await make_account("Olga", roles=((Role.MODERATOR, other.id),)))
    proposal = await make_proposal(rosa, process, Status.SUBMITTED)

    read = await stranger.get(f"{base}/moderation/{proposal.id}")
    across = await stranger.get(f"/processes/{other.slug}/proposals/moderation/{proposal.id}")

    assert read.status_code == 403
    assert across.status_code == 404
    assert (await stranger.get(f"{base}/{proposal.id}")).status_code == 404
    await stranger.client.aclose()
