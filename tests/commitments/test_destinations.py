"""Every result gets one destination, and another one only with a reason."""

import asyncio
from datetime import date, timedelta

import pytest

from concejo.accounts.core import Role
from concejo.audit.services import history, verify
from concejo.clock import now
from concejo.commitments import services
from concejo.commitments.core.destination import Kind, Value
from concejo.commitments.core.workflow import State
from concejo.commitments.forms import DestinationForm
from concejo.commitments.models import Commitment, Destination, Origin
from concejo.commitments.services import DecidedMeanwhile
from concejo.errors import NotFound, Refused
from concejo.processes.core import PhaseClosed
from concejo.processes.services import ProcessView
from tests.commitments.results import count_vote
from tests.people import browser_of, make_account, make_process

REASON = "Cada obra tendrá una ficha con quien responde y el motivo de cada retraso, por escrito."
DECLINED = "El informe técnico encontró amianto en los bajantes del local. " * 4


def desk(process: ProcessView) -> str:
    return f"/processes/{process.slug}/commitments/desk"


def page(process: ProcessView, project: int) -> str:
    return f"/processes/{process.slug}/commitments/results/{project}"


def portfolio(day: date, **more: object) -> dict[str, object]:
    return {
        "kind": "portfolio",
        "version": 0,
        "responsible_body": "Obras",
        "budget_line": "1.2.3",
        "due_on": day.isoformat(),
        **more,
    }


async def test_before_the_count_the_public_page_says_when_results_come(process, browser):
    shown = await browser.get(f"/processes/{process.slug}/commitments/")

    assert shown.status_code == 200
    assert "Todavía no hay resultados" in shown.text


async def test_anybody_reads_the_figures_and_who_won(followed, projects, browser):
    shown = await browser.get(f"/processes/{followed.slug}/commitments/")

    assert shown.status_code == 200
    assert "3 = 0 + 0 + 0 + 3" in shown.text
    assert "Un parque" in shown.text
    assert "Una cúpula" not in shown.text


async def test_results_that_wait_beyond_the_term_are_overdue_in_public(followed, browser):
    await count_vote(followed, now() - timedelta(days=62))

    shown = await browser.get(f"/processes/{followed.slug}/commitments/")

    assert "Fuera de plazo" in shown.text


async def test_a_result_goes_to_the_portfolio(
    followed, projects, sergios_browser, sergio, next_year
):
    sent = await sergios_browser.submit(page(followed, projects["PARK"]), portfolio(next_year))

    assert sent.headers["location"] == desk(followed)
    overview = await services.get_overview(followed)
    assert (overview.figures.portfolio, overview.figures.pending) == (1, 2)
    destination = overview.results[0].destination
    assert destination is not None
    assert destination.responsible_body == "Obras"
    entries = await history(f"project:{projects['PARK']}")
    assert [(entry.action, entry.actor.account_id) for entry in entries] == [
        ("destination.decided", sergio.id)
    ]


async def test_the_portfolio_asks_for_body_line_and_day_all_at_once(
    followed, projects, sergios_browser
):
    sent = await sergios_browser.submit(
        page(followed, projects["PARK"]), kind="portfolio", version=0, note="Se hará en verano"
    )

    assert sent.status_code == 422
    for field in ("responsible_body", "budget_line", "due_on"):
        assert f'href="#field-{field}"' in sent.text
    assert "Se hará en verano" in sent.text
    assert await Destination.all().count() == 0


@pytest.mark.parametrize("day", ["2027-02-30", "mañana", "2020-01-01", "20270101\0x", "9999-12-31"])
async def test_a_day_that_cannot_be_is_refused(followed, projects, sergios_browser, day):
    fields = portfolio(date(2027, 1, 1)) | {"due_on": day}

    sent = await sergios_browser.submit(page(followed, projects["PARK"]), fields)

    assert sent.status_code == 422


async def test_a_result_opens_a_draft_whose_problem_starts_empty(
    followed, projects, sergios_browser
):
    sent = await sergios_browser.submit(
        page(followed, projects["PAGE"]),
        kind="commitment",
        version=0,
        accountability=REASON,
        title="Ejecución abierta",
    )

    assert sent.status_code == 303
    draft = await Commitment.get()
    assert (draft.title, draft.problem, draft.accountability) == ("Ejecución abierta", "", REASON)
    assert await Origin.filter(commitment_id=draft.id, project_id=projects["PAGE"]).exists()


async def test_another_result_joins_the_draft(followed, projects, sergio):
    opens = DestinationForm(
        Kind.COMMITMENT, values={Value.ACCOUNTABILITY: REASON}, title="Ejecución abierta"
    )
    await services.decide(sergio, followed, projects["PAGE"], opens)
    draft = await Commitment.get()
    other = REASON.upper()
    joins = DestinationForm(
        Kind.COMMITMENT,
        values={Value.ACCOUNTABILITY: other, Value.PARTICIPATION: other},
        joins=draft.id,
    )

    await services.decide(sergio, followed, projects["RAMP"], joins)

    draft = await Commitment.get()
    assert await Origin.filter(commitment_id=draft.id).count() == 2
    assert (draft.accountability, draft.participation) == (REASON, other)


async def test_no_commitment_without_a_value_and_the_portfolio_is_proposed(
    followed, projects, sergios_browser, next_year
):
    fields = portfolio(next_year) | {"kind": "commitment", "title": "Un columpio"}

    refused = await sergios_browser.submit(page(followed, projects["PARK"]), fields)
    taken = await sergios_browser.submit(
        page(followed, projects["PARK"]), fields | {"instead": "portfolio"}
    )

    assert refused.status_code == 422
    assert 'name="instead" value="portfolio"' in refused.text
    assert "Un columpio" in refused.text
    assert taken.status_code == 303
    assert (await Destination.get()).kind is Kind.PORTFOLIO
    assert await Commitment.all().count() == 0


async def test_a_value_needs_a_reason_of_eighty_characters(followed, projects, sergios_browser):
    sent = await sergios_browser.submit(
        page(followed, projects["PARK"]),
        kind="commitment",
        version=0,
        title="Ejecución abierta",
        transparency="Se publicará todo.",
    )

    assert sent.status_code == 422
    assert 'href="#field-transparency"' in sent.text


async def test_declining_takes_a_cause_and_two_hundred_characters(
    followed, projects, sergios_browser
):
    where = page(followed, projects["RAMP"])

    short = await sergios_browser.submit(
        where, kind="declined", version=0, cause="technical", reason=DECLINED[:199]
    )
    causeless = await sergios_browser.submit(where, kind="declined", version=0, reason=DECLINED)
    taken = await sergios_browser.submit(
        where, kind="declined", version=0, cause="technical", reason=DECLINED
    )

    assert [short.status_code, causeless.status_code, taken.status_code] == [422, 422, 303]
    assert "199" in short.text
    assert 'href="#field-cause"' in causeless.text


async def test_without_a_kind_the_form_comes_back(followed, projects, sergios_browser):
    sent = await sergios_browser.submit(page(followed, projects["PARK"]), version=0)

    assert sent.status_code == 422
    assert 'href="#field-kind"' in sent.text


async def test_a_destination_is_revised_with_a_reason_and_each_time_recorded(
    followed, projects, sergio, sergios_browser, next_year
):
    where = page(followed, projects["PARK"])
    await sergios_browser.submit(where, portfolio(next_year))
    change = {"kind": "declined", "version": 1, "cause": "cost", "reason": DECLINED}

    silent = await sergios_browser.submit(where, change)
    told = await sergios_browser.submit(
        where, change | {"revision": "La oferta más baja triplica el precio."}
    )

    assert [silent.status_code, told.status_code] == [422, 303]
    row = await Destination.get()
    assert (row.kind, row.version, row.budget_line) == (Kind.DECLINED, 2, "")
    actions = [entry.action for entry in await history(f"project:{projects['PARK']}")]
    assert actions == ["destination.decided", "destination.revised"]
    assert (await verify()).first_broken is None


async def test_a_result_leaves_its_draft_when_it_goes_elsewhere(
    followed, projects, sergio, next_year
):
    opens = DestinationForm(
        Kind.COMMITMENT, values={Value.ACCOUNTABILITY: REASON}, title="Ejecución abierta"
    )
    await services.decide(sergio, followed, projects["PAGE"], opens)
    away = DestinationForm(
        Kind.PORTFOLIO,
        version=1,
        responsible_body="Obras",
        budget_line="1",
        due_on=next_year,
        revision="El proyecto se ejecuta tal como se votó.",
    )

    await services.decide(sergio, followed, projects["PAGE"], away)

    assert await Origin.all().count() == 0
    assert await Commitment.all().count() == 1


async def test_nothing_is_revised_once_the_commitment_is_adopted(
    followed, projects, sergio, next_year
):
    opens = DestinationForm(
        Kind.COMMITMENT, values={Value.ACCOUNTABILITY: REASON}, title="Ejecución abierta"
    )
    await services.decide(sergio, followed, projects["PAGE"], opens)
    await Commitment.all().update(state=State.ADOPTED)
    away = DestinationForm(Kind.PORTFOLIO, version=1, due_on=next_year, revision="Otra vía.")

    with pytest.raises(Refused, match="no draft any more"):
        await services.decide(sergio, followed, projects["PAGE"], away)

    assert (await Destination.get()).kind is Kind.COMMITMENT


async def test_of_two_first_destinations_at_once_one_stands(
    any_database, followed, projects, sergio, next_year
):
    forms = [
        DestinationForm(
            Kind.PORTFOLIO, responsible_body=f"Área {n}", budget_line="1", due_on=next_year
        )
        for n in range(6)
    ]

    tries = [services.decide(sergio, followed, projects["PARK"], form) for form in forms]
    answers = await asyncio.gather(*tries, return_exceptions=True)

    refused = [answer for answer in answers if isinstance(answer, DecidedMeanwhile)]
    assert (len(refused), answers.count(None)) == (5, 1)
    assert await Destination.all().count() == 1
    assert len(await history(f"project:{projects['PARK']}")) == 1


async def test_of_two_revisions_at_once_the_second_is_told(
    any_database, followed, projects, sergio, next_year
):
    first = DestinationForm(
        Kind.PORTFOLIO, responsible_body="Obras", budget_line="1", due_on=next_year
    )
    await services.decide(sergio, followed, projects["PARK"], first)
    again = DestinationForm(
        Kind.PORTFOLIO,
        version=1,
        responsible_body="Parques",
        budget_line="1",
        due_on=next_year,
        revision="Cambia el área que responde.",
    )

    tries = [services.decide(sergio, followed, projects["PARK"], again) for _ in range(4)]
    answers = await asyncio.gather(*tries, return_exceptions=True)

    assert answers.count(None) == 1
    assert sum(isinstance(answer, DecidedMeanwhile) for answer in answers) == 3
    assert (await Destination.get()).version == 2


async def test_a_project_that_lost_has_no_destination(
    followed, projects, sergios_browser, next_year
):
    shown = await sergios_browser.get(page(followed, projects["DOME"]))
    sent = await sergios_browser.submit(page(followed, projects["DOME"]), portfolio(next_year))

    assert [shown.status_code, sent.status_code] == [404, 404]


async def test_no_destination_before_results_are_published(process, sergio, next_year):
    ids = await count_vote(process)
    form = DestinationForm(Kind.PORTFOLIO, due_on=next_year)

    with pytest.raises(PhaseClosed):
        await services.decide(sergio, process, ids["PARK"], form)


async def test_only_the_contact_point_of_the_process_gives_destinations(
    followed, projects, browser, rosas_browser, next_year
):
    where = page(followed, projects["PARK"])

    anonymous = await browser.get(where)
    resident = await rosas_browser.get(where)
    sent = await rosas_browser.submit(where, portfolio(next_year))
    resident_desk = await rosas_browser.get(desk(followed))

    assert anonymous.status_code == 303
    assert "/sign-in" in anonymous.headers["location"]
    assert [resident.status_code, sent.status_code, resident_desk.status_code] == [403, 403, 403]
    assert await Destination.all().count() == 0


async def test_the_contact_point_of_another_process_is_refused(
    followed, projects, roll, rosas_browser
):
    other = await make_process(roll, slug="otro")
    stranger = await browser_of(
        await make_account("Marta", roles=((Role.CONTACT_POINT, other.id),))
    )

    shown = await stranger.get(page(followed, projects["PARK"]))

    assert shown.status_code == 403
    await stranger.client.aclose()


async def test_a_result_of_another_process_is_not_found(followed, projects, roll, sergio):
    other = await make_process(roll, slug="otro")

    with pytest.raises(NotFound):
        await services.get_result(other, projects["PARK"])


async def test_the_office_learns_how_many_results_wait(followed, projects, sergio, next_year):
    form = DestinationForm(
        Kind.PORTFOLIO, responsible_body="Obras", budget_line="1", due_on=next_year
    )
    await services.decide(sergio, followed, projects["PARK"], form)

    assert await services.count_undecided([followed.id]) == 2
    assert await services.count_undecided([]) == 0


async def test_the_desk_lists_what_waits_and_what_went(
    followed, projects, sergios_browser, next_year
):
    await sergios_browser.submit(page(followed, projects["PARK"]), portfolio(next_year))

    shown = await sergios_browser.get(desk(followed))

    assert "Sin destino (2)" in shown.text
    assert "Con destino (1)" in shown.text
