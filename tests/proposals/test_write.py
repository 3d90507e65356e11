"""Write → preview → submit, and all that can be wrong with it."""

import asyncio

import pytest

from concejo.audit.services import history
from concejo.errors import Invalid
from concejo.processes.core import PhaseKind
from concejo.roll.models import Roll
from concejo.roll.services import NotEligible
from proposals.core.status import Status
from proposals.drafts import services
from proposals.drafts.forms import ProposalForm
from proposals.models import Proposal
from tests.people import make_account, make_person, make_process, set_phase
from tests.proposals.conftest import TITLE, make_proposal, typed


async def test_a_proposal_is_written_previewed_and_submitted(rosas_browser, rosa, process, base):
    blank = await rosas_browser.get(f"{base}/new")
    written = await rosas_browser.submit(f"{base}/new", typed(process))
    preview = await rosas_browser.get(written.headers["location"])
    kept = await Proposal.get()
    submitted = await rosas_browser.submit(f"{base}/{kept.id}/submit")
    shown = await rosas_browser.get(submitted.headers["location"])

    assert blank.status_code == preview.status_code == shown.status_code == 200
    assert (written.status_code, submitted.status_code) == (303, 303)
    assert TITLE in preview.text
    assert kept.status is Status.DRAFT
    assert kept.cost_guess == 140_000_00
    row = await Proposal.get()
    assert (row.status, row.author_id) == (Status.SUBMITTED, rosa.id)
    (entry,) = await history(f"proposal:{row.id}")
    assert (entry.action, entry.actor.name) == ("proposal.submitted", f"#{row.author_id}")


async def test_a_form_with_faults_comes_back_with_every_reason_and_all_that_was_typed(
    rosas_browser, process, base
):
    wrong = typed(process, title="", area="99999", cost_guess="mucho", place="x" * 201)

    answer = await rosas_browser.submit(f"{base}/new", wrong)

    assert answer.status_code == 422
    for name in ("title", "area", "cost_guess", "place"):
        assert f'href="#field-{name}"' in answer.text
    for kept in ("the-form-that-rosa-opened", "Sesenta árboles", "En verano nadie", "mucho"):
        assert kept in answer.text
    assert not await Proposal.exists()


async def test_a_half_written_draft_is_kept_and_its_preview_lists_what_is_missing(
    rosas_browser, process, base
):
    half = typed(process, title="Árboles", summary="", text="Pronto más.")

    written = await rosas_browser.submit(f"{base}/new", half)
    preview = await rosas_browser.get(written.headers["location"])
    kept = await Proposal.get()
    refused = await rosas_browser.submit(f"{base}/{kept.id}/submit")

    assert refused.status_code == 422
    for name in ("title", "summary", "text"):
        assert f"/{kept.id}/edit#field-{name}" in preview.text
        assert f"/{kept.id}/edit#field-{name}" in refused.text
    assert (await Proposal.get()).status is Status.DRAFT


async def test_a_draft_is_changed_until_it_is_submitted(rosas_browser, rosa, process, base):
    draft = await make_proposal(rosa, process, Status.DRAFT)

    form = await rosas_browser.get(f"{base}/{draft.id}/edit")
    changed = await rosas_browser.submit(
        f"{base}/{draft.id}/edit", typed(process, title="Árboles en cinco plazas")
    )
    await rosas_browser.submit(f"{base}/{draft.id}/submit")
    late = await rosas_browser.submit(f"{base}/{draft.id}/edit", typed(process))

    assert TITLE in form.text
    assert changed.status_code == 303
    assert late.status_code == 409
    assert (await Proposal.get()).title == "Árboles en cinco plazas"


async def test_a_summary_has_at_most_eighty_words(rosa, process):
    long = await make_proposal(rosa, process, Status.DRAFT, summary="sí " * 81)

    with pytest.raises(Invalid) as refusal:
        await services.submit(rosa, process, long.id)

    assert set(refusal.value.fields) == {"summary"}


async def test_who_is_not_signed_in_is_led_to_the_sign_in(browser, process, base):
    for path in ("new", "mine"):
        answer = await browser.get(f"{base}/{path}")

        assert answer.status_code == 303
        assert "/sign-in?next=" in answer.headers["location"]
    sent = await browser.submit(f"{base}/new", typed(process))
    assert sent.status_code == 303
    assert not await Proposal.exists()


async def test_who_is_not_verified_is_told_how_to_be(tupaqs_browser, process, base):
    answer = await tupaqs_browser.submit(f"{base}/new", typed(process))

    assert answer.status_code == 409
    assert not await Proposal.exists()


async def test_who_is_on_another_roll_cannot_propose(process, base):
    other = await Roll.create(name="Padrón de la Región")
    neighbour = await make_account("Quipu", person=await make_person(other))
    form = ProposalForm.parse(typed(process), process)

    with pytest.raises(NotEligible):
        await services.start_draft(neighbour, process, form, "key")

    assert not await Proposal.exists()


@pytest.mark.parametrize("phase", [PhaseKind.ANNOUNCED, PhaseKind.VALUING, PhaseKind.VOTING])
async def test_nothing_can_be_proposed_outside_its_phase(rosas_browser, rosa, process, base, phase):
    draft = await make_proposal(rosa, process, Status.DRAFT)
    await set_phase(process.id, phase)

    answers = [
        await rosas_browser.get(f"{base}/new"),
        await rosas_browser.submit(f"{base}/new", typed(process)),
        await rosas_browser.submit(f"{base}/{draft.id}/edit", typed(process)),
        await rosas_browser.submit(f"{base}/{draft.id}/submit"),
    ]

    assert [answer.status_code for answer in answers] == [409] * 4
    assert (await Proposal.get()).status is Status.DRAFT


async def test_what_was_returned_may_come_back_while_supports_last(
    rosas_browser, rosa, process, base
):
    returned = await make_proposal(rosa, process, Status.RETURNED)
    await set_phase(process.id, PhaseKind.SUPPORTING)

    changed = await rosas_browser.submit(f"{base}/{returned.id}/edit", typed(process))
    again = await rosas_browser.submit(f"{base}/{returned.id}/submit")

    assert (changed.status_code, again.status_code) == (303, 303)
    assert (await Proposal.get()).status is Status.SUBMITTED


async def test_nobody_touches_the_draft_of_another(ines_browser, rosa, process, base):
    draft = await make_proposal(rosa, process, Status.DRAFT)

    answers = [
        await ines_browser.get(f"{base}/{draft.id}/{page}")
        for page in ("edit", "preview", "withdraw")
    ]
    answers.append(await ines_browser.get(f"{base}/{draft.id}"))
    submitted = await ines_browser.submit(f"{base}/{draft.id}/submit")

    assert {answer.status_code for answer in answers} == {404}
    assert submitted.status_code == 403
    assert (await Proposal.get()).status is Status.DRAFT


async def test_a_proposal_is_not_found_below_another_process(rosas_browser, rosa, process, roll):
    other = await make_process(roll, slug="otro-proceso")
    proposal = await make_proposal(rosa, process, Status.DRAFT)

    answer = await rosas_browser.get(f"/processes/{other.slug}/proposals/{proposal.id}/edit")

    assert answer.status_code == 404


async def test_a_number_that_no_row_can_have_is_not_found(rosas_browser, base):
    for number in ("0", "9" * 19, "9" * 40):
        assert (await rosas_browser.get(f"{base}/{number}")).status_code == 404


async def test_the_same_form_sent_twice_makes_one_draft(any_database, rosa, process):
    form = ProposalForm.parse(typed(process), process)

    made = await asyncio.gather(
        *(services.start_draft(rosa, process, form, "one key") for _ in range(8))
    )

    assert len(set(made)) == 1
    assert await Proposal.all().count() == 1


async def test_two_submits_at_once_make_one(any_database, rosa, process):
    draft = await make_proposal(rosa, process, Status.DRAFT)

    await asyncio.gather(*(services.submit(rosa, process, draft.id) for _ in range(8)))

    assert (await Proposal.get()).status is Status.SUBMITTED
    assert len(await history(f"proposal:{draft.id}")) == 1


async def test_nobody_has_more_than_five_on_their_way_not_even_at_once(any_database, rosa, process):
    form = ProposalForm.parse(typed(process), process)

    made = await asyncio.gather(
        *(services.start_draft(rosa, process, form, f"key {n}") for n in range(9)),
        return_exceptions=True,
    )

    refused = [answer for answer in made if isinstance(answer, services.TooManyProposals)]
    assert len(refused) == 4
    assert await Proposal.all().count() == 5


async def test_what_is_over_makes_room(rosa, process):
    for status in (Status.REJECTED, Status.WITHDRAWN, Status.UNFEASIBLE):
        await make_proposal(rosa, process, status)
    for _ in range(4):
        await make_proposal(rosa, process, Status.ADMITTED)
    form = ProposalForm.parse(typed(process), process)

    await services.start_draft(rosa, process, form, "the fifth")

    with pytest.raises(services.TooManyProposals):
        await services.start_draft(rosa, process, form, "the sixth")


async def test_a_withdrawn_draft_is_gone(rosas_browser, rosa, process, base):
    draft = await make_proposal(rosa, process, Status.DRAFT)

    asked = await rosas_browser.get(f"{base}/{draft.id}/withdraw")
    answer = await rosas_browser.submit(f"{base}/{draft.id}/withdraw")

    assert asked.status_code == 200
    assert answer.status_code == 303
    assert not await Proposal.exists()


async def test_a_withdrawn_proposal_that_was_never_admitted_stays_hidden(
    rosas_browser, browser, rosa, process, base
):
    waiting = await make_proposal(rosa, process, Status.SUBMITTED)

    await rosas_browser.submit(f"{base}/{waiting.id}/withdraw")

    assert (await Proposal.get()).status is Status.WITHDRAWN
    assert (await browser.get(f"{base}/{waiting.id}")).status_code == 404
    assert TITLE not in (await browser.get(f"{base}/?status=withdrawn")).text


async def test_a_withdrawn_proposal_that_was_public_stays_readable(
    rosas_browser, browser, rosa, process, base
):
    admitted = await make_proposal(rosa, process, Status.ADMITTED)

    await rosas_browser.submit(f"{base}/{admitted.id}/withdraw")

    assert (await browser.get(f"{base}/{admitted.id}")).status_code == 200
    assert [e.action for e in await history(f"proposal:{admitted.id}")] == ["proposal.withdrawn"]


@pytest.mark.parametrize("status", [Status.FEASIBLE, Status.UNFEASIBLE, Status.REJECTED])
async def test_what_is_valued_or_rejected_cannot_be_withdrawn(
    rosas_browser, rosa, process, base, status
):
    proposal = await make_proposal(rosa, process, status)

    answer = await rosas_browser.submit(f"{base}/{proposal.id}/withdraw")

    assert answer.status_code == 409
    assert (await Proposal.get()).status is status


async def test_a_form_from_another_site_changes_nothing(rosas_browser, process, base):
    answer = await rosas_browser.client.post(f"{base}/new", data=typed(process))

    assert answer.status_code == 403
    assert not await Proposal.exists()


async def test_what_is_typed_is_shown_as_text_and_never_run(rosas_browser, rosa, process, base):
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    form = typed(process, title=attack[:60], summary=attack, text=attack * 4, place=attack)

    written = await rosas_browser.submit(f"{base}/new", form)
    page = await rosas_browser.get(written.headers["location"])

    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
