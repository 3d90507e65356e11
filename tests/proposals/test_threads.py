"""What is said about proposals, and how it is moderated."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from concejo.accounts.core import Role, Visitor
from concejo.audit.services import history
from concejo.clock import now
from concejo.moderation.core import Verdict
from concejo.moderation.models import Decision
from concejo.moderation.services import AlreadyDecided
from concejo.notifications.models import Letter
from concejo.processes.core import PhaseKind
from concejo.roll.models import Roll
from proposals.core.status import Status
from proposals.curation.forms import DecisionForm
from proposals.models import Proposal
from proposals.services import find_proposal
from proposals.threads import services
from proposals.threads.core import COMMENTS_MAX, MINUTES, Stance
from proposals.threads.curation import services as curation
from proposals.threads.forms import CommentForm
from proposals.threads.models import Comment
from tests.people import browser_of, make_account, make_person, set_phase
from tests.proposals.conftest import make_proposal

TEXT = "¿Y el riego en agosto? <script>alert(1)</script>"
REASON = "Contiene datos de otra persona."
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


async def put(
    author: Visitor, proposal: Proposal, text: str = TEXT, stance: Stance = Stance.FOR, **more: Any
) -> Comment:
    """Put a comment into the database."""
    fields = {"created_at": now(), **more}
    return await Comment.create(
        proposal_id=proposal.id, author_id=author.id, stance=stance, text=text, **fields
    )


async def test_a_comment_is_written_and_shown_as_text(rosas_browser, browser, proposal, base):
    sent = await rosas_browser.submit(
        f"{base}/{proposal.id}/comments/", stance="against", text=TEXT
    )
    page = await browser.get(f"{base}/{proposal.id}")

    comment = await Comment.get()
    assert sent.status_code == 303
    assert sent.headers["location"].endswith(f"/{proposal.id}#comment-{comment.id}")
    assert (comment.stance, comment.text) == (Stance.AGAINST, TEXT)
    assert "Rosa" in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"text": "No."}, {"stance", "text"}),
        ({"text": "Esto es bueno", "stance": "maybe"}, {"stance"}),
        ({"text": "x" * 2001, "stance": "for"}, {"text"}),
        ({"text": " \0 \0  ", "stance": "for"}, {"text"}),
    ],
)
async def test_a_comment_with_faults_comes_back_with_all_that_was_typed(
    rosas_browser, proposal, base, sent, faults
):
    answer = await rosas_browser.submit(f"{base}/{proposal.id}/comments/", sent)

    assert answer.status_code == 422
    for name in faults:
        assert f'href="#field-{name}"' in answer.text
    assert sent["text"].strip(" \0") in answer.text
    assert sent.get("stance") != "for" or 'value="for" checked' in answer.text
    assert not await Comment.exists()


async def test_answers_go_two_levels_deep(rosas_browser, rosa, ines, proposal, base):
    root = await put(ines, proposal)
    at = f"{base}/{proposal.id}/comments"

    form = await rosas_browser.get(f"{at}/{root.id}/answer")
    await rosas_browser.submit(f"{at}/{root.id}/answer", text="Con agua regenerada.")
    answer = await Comment.get(parent_id=root.id)
    await rosas_browser.submit(f"{at}/{answer.id}/answer", text="Ya llega a la avenida.")
    second = await Comment.get(parent_id=answer.id)
    deeper = await rosas_browser.submit(f"{at}/{second.id}/answer", text="Y a la plaza.")
    page = await rosas_browser.get(f"{base}/{proposal.id}")

    assert "en agosto?" in form.text
    assert deeper.status_code == 409
    places = [page.text.index(f'id="comment-{c.id}"') for c in (root, answer, second)]
    assert places == sorted(places)
    assert f"/{answer.id}/answer" in page.text
    assert f"/{second.id}/answer" not in page.text


async def test_an_answer_with_faults_comes_back(rosas_browser, ines, proposal, base):
    root = await put(ines, proposal)

    answer = await rosas_browser.submit(
        f"{base}/{proposal.id}/comments/{root.id}/answer", text="Sí."
    )

    assert answer.status_code == 422
    assert "Sí.</textarea>" in answer.text


async def test_a_comment_on_another_proposal_cannot_be_answered_here(
    rosas_browser, ines, process, proposal, base
):
    other = await put(ines, await make_proposal(ines, process))

    answer = await rosas_browser.submit(
        f"{base}/{proposal.id}/comments/{other.id}/answer", text="Con agua regenerada."
    )

    assert answer.status_code == 404


async def test_staff_comment_too_and_are_marked(technicians_browser, proposal, base):
    sent = await technicians_browser.submit(
        f"{base}/{proposal.id}/comments/", stance="neutral", text="El riego está previsto."
    )
    page = await technicians_browser.get(f"{base}/{proposal.id}")

    assert sent.status_code == 303
    assert 'class="comment official"' in page.text


async def test_who_is_not_signed_in_or_not_entitled_does_not_comment(
    browser, tupaqs_browser, proposal, base
):
    other = await Roll.create(name="Padrón de la Región")
    neighbour = await browser_of(await make_account("Quipu", person=await make_person(other)))
    at = f"{base}/{proposal.id}/comments/"
    words = {"stance": "for", "text": "De acuerdo."}

    assert (await browser.submit(at, words)).status_code == 303
    assert (await tupaqs_browser.submit(at, words)).status_code == 409
    assert (await neighbour.submit(at, words)).status_code == 409
    assert not await Comment.exists()
    await neighbour.client.aclose()


async def test_comments_close_with_the_phase(rosas_browser, ines, process, proposal, base):
    root = await put(ines, proposal)
    await set_phase(process.id, PhaseKind.COUNTING)
    at = f"{base}/{proposal.id}/comments"

    answers = [
        await rosas_browser.submit(f"{at}/", stance="for", text="De acuerdo."),
        await rosas_browser.get(f"{at}/{root.id}/answer"),
        await rosas_browser.submit(f"{at}/{root.id}/answer", text="De acuerdo."),
    ]

    assert [answer.status_code for answer in answers] == [409] * 3
    assert await Comment.all().count() == 1


async def test_nothing_is_said_about_what_is_not_public(rosas_browser, rosa, process, base):
    waiting = await make_proposal(rosa, process, Status.SUBMITTED)

    answer = await rosas_browser.submit(
        f"{base}/{waiting.id}/comments/", stance="for", text="De acuerdo."
    )

    assert answer.status_code == 409


async def test_a_button_pressed_twice_makes_one_comment(any_database, rosa, ines, process):
    proposal = await make_proposal(ines, process)
    form = CommentForm("De acuerdo con todo.", Stance.FOR)

    made = await asyncio.gather(*(services.say(rosa, process, proposal.id, form) for _ in range(6)))

    assert len(set(made)) == 1
    assert await Comment.all().count() == 1


async def test_a_flood_is_stopped_and_ends(rosas_browser, rosa, proposal, base):
    for n in range(COMMENTS_MAX):
        await put(rosa, proposal, f"Comentario {n}")
    at = f"{base}/{proposal.id}/comments/"

    stopped = await rosas_browser.submit(at, stance="for", text="Uno más.")
    await Comment.all().update(created_at=now() - timedelta(minutes=MINUTES, seconds=1))
    later = await rosas_browser.submit(at, stance="for", text="Uno más.")

    assert stopped.status_code == 429
    assert stopped.headers["retry-after"] == str(MINUTES * 60)
    assert later.status_code == 303


async def test_a_long_thread_is_cut_into_pages_and_filtered(browser, ines, proposal, base):
    for n in range(23):
        stance = Stance.AGAINST if n < 3 else Stance.FOR
        at = now() + timedelta(seconds=n)
        await put(ines, proposal, f"Comentario número {n}.", stance=stance, created_at=at)

    first = await browser.get(f"{base}/{proposal.id}")
    second = await browser.get(f"{base}/{proposal.id}?page=2")
    against = await browser.get(f"{base}/{proposal.id}?stance=against")
    part = await browser.client.get(f"{base}/{proposal.id}?page=2", headers=PARTIAL)

    assert "número 22." in first.text
    assert "número 2." not in first.text
    assert "número 2." in second.text
    assert "número 2." in against.text
    assert "número 22." not in against.text
    assert part.text.lstrip().startswith("<div")
    assert "<html" not in part.text


async def test_a_hidden_comment_gives_way_to_the_reasons(
    moderators_browser, browser, rosa, proposal, base
):
    comment = await put(rosa, proposal, "Insulto a una vecina.")
    at = f"{base}/{proposal.id}/comments/{comment.id}/moderation/"

    read = await moderators_browser.get(at)
    hidden = await moderators_browser.submit(at, verdict="hidden", reason=REASON, number=1)
    without = await browser.get(f"{base}/{proposal.id}")
    shown = await moderators_browser.submit(at, verdict="restored", reason=REASON, number=2)
    again = await browser.get(f"{base}/{proposal.id}")

    assert (read.status_code, hidden.status_code, shown.status_code) == (200, 303, 303)
    assert "Insulto a una vecina." in read.text
    assert "Insulto a una vecina." not in without.text
    assert REASON in without.text
    assert "Insulto a una vecina." in again.text
    assert [e.action for e in await history(f"comment:{comment.id}")] == [
        "comment.hidden",
        "comment.restored",
    ]
    assert await Letter.filter(recipient=rosa.email).count() == 2


async def test_hiding_needs_reasons(moderators_browser, rosa, proposal, base):
    comment = await put(rosa, proposal)
    at = f"{base}/{proposal.id}/comments/{comment.id}/moderation/"

    answer = await moderators_browser.submit(at, verdict="hidden", reason="Mal.", number=1)

    assert answer.status_code == 422
    assert 'href="#field-reason"' in answer.text
    assert "Mal.</textarea>" in answer.text
    assert not (await Comment.get()).is_hidden


async def test_a_hidden_comment_cannot_be_answered_or_hidden_again(
    rosas_browser, moderators_browser, ines, proposal, base
):
    comment = await put(ines, proposal, is_hidden=True)
    at = f"{base}/{proposal.id}/comments/{comment.id}"

    answer = await rosas_browser.submit(f"{at}/answer", text="De acuerdo.")
    again = await moderators_browser.submit(
        f"{at}/moderation/", verdict="hidden", reason=REASON, number=1
    )

    assert (answer.status_code, again.status_code) == (409, 409)
    assert not await Decision.exists()


async def test_of_two_who_hide_at_once_the_second_is_told(any_database, moderator, rosa, process):
    proposal = await make_proposal(rosa, process)
    comment = await put(rosa, proposal)
    view = await find_proposal(process, proposal.id, None)
    form = DecisionForm(Verdict.HIDDEN, REASON, 1)
    other = await make_account("Manuel", roles=((Role.MODERATOR, 0),))

    answers = await asyncio.gather(
        *(curation.decide(who, process, view, comment.id, form) for who in (moderator, other)),
        return_exceptions=True,
    )

    (late,) = [answer for answer in answers if answer is not None]
    assert isinstance(late, AlreadyDecided)
    assert await Decision.all().count() == 1


async def test_nobody_moderates_their_own_comment_and_others_none(
    rosas_browser, browser, moderator, moderators_browser, rosa, proposal, base
):
    own, rosas = await put(moderator, proposal), await put(rosa, proposal)
    at = f"{base}/{proposal.id}/comments"
    hide = {"verdict": "hidden", "reason": REASON, "number": "1"}

    assert (await browser.get(f"{at}/{rosas.id}/moderation/")).status_code == 303
    assert (await rosas_browser.get(f"{at}/{rosas.id}/moderation/")).status_code == 403
    assert (await rosas_browser.submit(f"{at}/{own.id}/moderation/", hide)).status_code == 403
    assert (await moderators_browser.submit(f"{at}/{own.id}/moderation/", hide)).status_code == 403
    assert (await moderators_browser.submit(f"{at}/99/moderation/", hide)).status_code == 404
    assert not await Decision.exists()
