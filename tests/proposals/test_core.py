"""The arithmetic of proposals, by properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.core import content, search
from proposals.core.content import Content, faults
from proposals.core.status import (
    COUNTED,
    EDITABLE,
    GOING_ON,
    MOVES,
    NAMES,
    NEXT,
    PUBLIC,
    VALUABLE,
    Status,
    WrongMove,
    demand_move,
    is_public,
    may_read,
)

statuses = st.sampled_from(Status)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=300)


@given(statuses, statuses)
def test_a_proposal_moves_as_the_table_says_and_no_other_way(present, wanted):
    if wanted in MOVES[present]:
        demand_move(present, wanted)
    else:
        with pytest.raises(WrongMove):
            demand_move(present, wanted)


@given(st.lists(statuses, max_size=30))
def test_no_way_leads_to_the_vote_but_through_a_moderator_and_a_technician(wishes):
    present, way = Status.DRAFT, [Status.DRAFT]
    for wanted in wishes:
        if wanted in MOVES[present]:
            present = wanted
            way.append(wanted)

    if Status.FEASIBLE in way:
        assert Status.SUBMITTED in way[: way.index(Status.ADMITTED)]
        assert Status.ADMITTED in way[: way.index(Status.FEASIBLE)]
    if present in (Status.REJECTED, Status.WITHDRAWN):
        assert way[-1] is present, "what is over stays over"


@given(statuses)
def test_every_status_has_its_words_and_its_place(status):
    assert str(NAMES[status])
    assert str(NEXT[status])
    assert status not in MOVES[status]
    assert (status in EDITABLE) <= (Status.SUBMITTED in MOVES[status])
    assert (status in GOING_ON) <= (status in VALUABLE) <= (status in PUBLIC)
    assert (status in EDITABLE) <= (status in COUNTED)


@given(statuses, st.booleans(), st.booleans())
def test_its_author_may_always_read_and_a_draft_is_nobody_elses(status, was_admitted, is_staff):
    assert may_read(status, was_admitted=was_admitted, is_author=True, is_staff=is_staff)
    assert not may_read(Status.DRAFT, was_admitted=was_admitted, is_author=False, is_staff=is_staff)
    if is_public(status, was_admitted=was_admitted):
        assert may_read(status, was_admitted=was_admitted, is_author=False, is_staff=False)
    assert not is_public(Status.WITHDRAWN, was_admitted=False)


@given(words, words, words)
def test_a_complete_proposal_has_no_faults_and_an_incomplete_one_says_which(title, summary, text):
    found = faults(Content(title, summary, text))

    assert ("title" in found) == (len(title) < content.TITLE_MIN)
    assert ("text" in found) == (len(text) < content.TEXT_MIN)
    assert ("summary" in found) == (not summary or len(summary.split()) > content.SUMMARY_MAX_WORDS)
    assert all(str(reason) for reason in found.values())


@given(words)
def test_a_pattern_finds_the_text_it_was_made_of_and_holds_no_wildcard(text):
    for pattern in search.patterns(text):
        bare = pattern[1:-1].replace("\\\\", "").replace("\\%", "").replace("\\_", "")
        assert "%" not in bare
        assert "_" not in bare
        assert "\\" not in bare


@given(st.integers(0, 10**8), st.sets(st.integers(1, 10**6), min_size=2, max_size=30))
def test_a_lot_gives_every_proposal_a_place_of_its_own(seed, ids):
    places = {search.place(proposal_id, seed) for proposal_id in ids}

    assert len(places) == len(ids)
    assert all(0 <= place < search.PRIME for place in places)


def test_any_two_stand_as_often_one_way_round_as_the_other():
    seeds = range(4000)

    for one, other in ((1, 2), (1, 500), (7, 1000)):
        first = sum(search.place(one, seed) < search.place(other, seed) for seed in seeds)
        assert 1880 < first < 2120


def test_each_of_ten_comes_first_about_as_often():
    firsts = [min(range(1, 11), key=lambda i: search.place(i, seed)) for seed in range(5000)]

    counts = [firsts.count(i) for i in range(1, 11)]
    assert max(counts) < 1.35 * min(counts)
