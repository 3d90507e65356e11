"""The ways of results and commitments have no dead ends."""

import pytest

from concejo.accounts.core import Role
from concejo.commitments.core.destination import Kind
from concejo.commitments.core.workflow import (
    COMMITMENT,
    RESULT,
    Part,
    ResultState,
    State,
    WrongMove,
    allowed,
)

WORKFLOWS = [(RESULT, ResultState), (COMMITMENT, State)]


@pytest.mark.parametrize(("workflow", "states"), WORKFLOWS)
def test_every_state_can_be_reached(workflow, states):
    assert workflow.reachable(workflow.start) == set(states)


@pytest.mark.parametrize(("workflow", "states"), WORKFLOWS)
def test_no_state_is_a_dead_end(workflow, states):
    stuck = [state for state in states if not workflow.reachable(state) & workflow.ends]

    assert stuck == []


@pytest.mark.parametrize(("workflow", "states"), WORKFLOWS)
def test_the_same_act_never_leads_to_two_states(workflow, states):
    pairs = [(state, move.act) for move in workflow.moves for state in move.before]

    assert len(pairs) == len(set(pairs))


def test_an_end_of_a_commitment_has_no_way_out():
    assert [m for m in COMMITMENT.moves if set(m.before) & COMMITMENT.ends] == []


def test_only_the_contact_point_writes_a_draft_and_only_while_it_is_one():
    assert allowed(State.DRAFT, "write", Role.CONTACT_POINT)
    assert not allowed(State.DRAFT, "write", Part.FORUM)
    assert not allowed(State.ADOPTED, "write", Role.CONTACT_POINT)


def test_an_act_that_the_table_does_not_have_is_refused():
    with pytest.raises(WrongMove):
        COMMITMENT.after(State.DRAFT, "adopt", Part.AUTHORITY)


def test_each_destination_is_an_act_of_the_contact_point():
    assert set(RESULT.acts(ResultState.REFERRED, Role.CONTACT_POINT)) == set(Kind)
