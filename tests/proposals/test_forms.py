"""Forms take anything that can be typed: a checked value, or every reason why not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from concejo.errors import Invalid
from concejo.moderation.core import Verdict
from concejo.processes.services import Envelope, ProcessView
from concejo.text import Money
from proposals.core.content import PLACE_MAX, SUMMARY_MAX, TEXT_MAX, TITLE_MAX
from proposals.curation.forms import DecisionForm
from proposals.drafts.forms import ProposalForm
from proposals.listing.forms import ListForm
from proposals.threads.core import Stance
from proposals.threads.forms import CommentForm
from proposals.valuation.forms import ValuationForm

AREA = Envelope(3, "D01", "Casco Histórico", None, Money(300_000_00, "EUR"))
PROCESS = ProcessView(
    id=1,
    slug="presupuestos",
    title="Presupuestos",
    summary="",
    description="",
    timezone="Europe/Madrid",
    currency="EUR",
    minimum_age=16,
    roll_id=1,
    areas=(AREA, replace(AREA, id=4)),
    phases=(),
)
anything = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "\0", "3", "4", "12.500", "1" * 30, "٣", "yes", "no", "for", "admitted"]),
    st.text(min_size=595, max_size=620),
)
# fmt: off
names = st.sampled_from([
    "title", "summary", "text", "area", "place",
    "cost_guess", "description-3", "description-x", "remove-3", "new-description-1",
    "picture-1", "verdict", "reason", "number", "stance",
    "is_competent", "competent_body", "is_feasible", "cost", "reasons",
    "revision", "q", "status", "sort", "seed",
])
# fmt: on
typed = st.dictionaries(names, anything)


def refusal(
    parse: Callable[..., Any], *values: object, **more: object
) -> tuple[Invalid | None, Any]:
    """What a form says to what was typed: the refusal, or None with the checked value."""
    try:
        return None, parse(*values, **more)
    except Invalid as invalid:
        return invalid, None


@given(typed)
def test_a_proposal_is_taken_clean_or_refused_with_reasons(wild):
    invalid, form = refusal(ProposalForm.parse, wild, PROCESS)

    if invalid:
        assert invalid.fields
        assert invalid.typed == wild
    else:
        assert form.area_id in {3, 4}
        assert 0 < len(form.title) <= TITLE_MAX
        assert len(form.summary) <= SUMMARY_MAX
        assert len(form.text) <= TEXT_MAX
        assert len(form.place) <= PLACE_MAX
        assert "\0" not in form.title + form.summary + form.text + form.place
        assert form.cost_guess is None or form.cost_guess.currency == "EUR"


@given(typed)
def test_a_verdict_is_taken_clean_or_refused_with_reasons(wild):
    invalid, form = refusal(ValuationForm.parse, wild, AREA)

    if invalid:
        assert invalid.fields
    else:
        assert (form.cost is not None) == form.is_feasible
        assert form.is_competent or form.competent_body
        assert form.is_competent or not form.is_feasible
        assert form.cost is None or 0 < form.cost.amount <= AREA.money.amount


@given(typed, st.booleans())
def test_a_comment_is_taken_clean_or_refused_with_reasons(wild, is_answer):
    invalid, form = refusal(CommentForm.parse, wild, is_answer=is_answer)

    if invalid:
        assert invalid.fields
    else:
        assert 5 <= len(form.text) <= 2000
        assert not is_answer or form.stance is Stance.NEUTRAL


@given(typed)
def test_a_decision_is_taken_clean_or_refused_with_reasons(wild):
    invalid, form = refusal(DecisionForm.parse, wild, {Verdict.ADMITTED, Verdict.RETURNED})

    if invalid:
        assert invalid.fields
    else:
        assert form.verdict is Verdict.ADMITTED or len(form.reason) >= 20
        assert form.verdict in {Verdict.ADMITTED, Verdict.RETURNED}


@given(typed)
def test_a_wish_for_the_list_is_never_wrong(wild):
    wish = ListForm.parse(wild, PROCESS, 5)

    assert wish.area_id in {None, 3, 4}
    assert ListForm.parse(dict(wish.query), PROCESS, wish.seed) == wish
