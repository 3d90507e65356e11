"""The demo's files are complete and within what the pages take."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from concejo.accounts.core import Role
from concejo.demo.calendar import phases_of
from concejo.demo.content import FOLDER, people, stories, towns_areas
from concejo.demo.events import Diary, spread
from concejo.demo.pictures import SCENES, draw
from concejo.demo.roll import SIZE, free_residents, residents
from concejo.processes.core import PhaseKind, calendar_faults, phase_at
from concejo.roll.core import canonical_document

TODAY = date(2027, 3, 10)
STORIES = stories()


def test_the_districts_have_thirty_five_millions_and_the_city_fifteen():
    (_code, _name, city), *districts = towns_areas()

    assert city == 15_000_000
    assert len(districts) == 21
    assert sum(envelope for _code, _name, envelope in districts) == 35_000_000


def test_there_is_a_process_in_each_phase():
    assert {story.phase for story in STORIES} == set(PhaseKind)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_each_process_is_in_the_phase_of_its_story(story):
    phases = phases_of(story, TODAY)

    noon = phases_of(story, TODAY)[story.phase].starts_at.replace(
        year=TODAY.year, month=TODAY.month, day=TODAY.day, hour=12
    )
    assert calendar_faults(list(phases.values())) == ()
    found = phase_at(phases.values(), noon)
    assert found is not None
    assert found.kind is story.phase


def test_there_are_forty_proposals_with_two_paragraphs_and_short_summaries():
    ideas = [idea for story in STORIES for idea in story.ideas]

    whole = [idea for idea in ideas if len(re.split(r"\n\n", idea.text("text"))) >= 2]
    assert len(whole) >= 40
    assert max(len(idea.text("summary").split()) for idea in ideas) <= 80
    assert len({idea.text("title") for idea in ideas}) == len(ideas)


def test_everybody_who_says_something_has_an_account():
    known = {person.key for person in people().persons}
    speakers = {
        remark.text("by")
        for story in STORIES
        for idea in story.ideas
        for remark in idea.tables("comments")
    }
    authors = {idea.text("author") for story in STORIES for idea in story.ideas}

    assert speakers | authors <= known


def test_the_roll_has_six_hundred_persons_with_good_documents():
    everybody = residents()

    documents = {canonical_document(resident.document, "ES") for resident in everybody}
    assert len(everybody) == len(documents) == SIZE
    assert everybody == residents()


def test_visitors_find_persons_without_an_account():
    accounts = sum(1 for person in people().persons if person.area)

    assert not set(free_residents()) & set(residents()[:accounts])


def test_there_is_an_account_for_each_duty_at_an_address_that_cannot_be_real():
    roles = {person.role for person in people().persons if person.role}

    assert roles == set(Role)
    assert len(people().password) >= 12
    assert all(person.email.endswith("@olmeda.example") for person in people().persons)


@pytest.mark.parametrize("scene", SCENES)
def test_each_picture_can_be_drawn(scene):
    assert draw(scene).startswith(b"\x89PNG")


def test_each_picture_of_a_proposal_is_described():
    shown = [idea.items("image") for story in STORIES for idea in story.ideas if "image" in idea]

    assert all(scene in SCENES and len(str(words)) > 30 for scene, words in shown)


def test_nothing_that_lies_ahead_happens(anyio_backend):
    moment = phases_of(STORIES[0], TODAY)[PhaseKind.ANNOUNCED].starts_at
    diary = Diary(moment)

    diary.at(moment + timedelta(seconds=1), draw_nothing)

    assert len(diary) == 0


def test_moments_are_spread_evenly_and_inside():
    first, last = (phases_of(STORIES[0], TODAY)[k].starts_at for k in list(PhaseKind)[:2])

    moments = spread(first, last, 6)

    assert first < moments[0] < moments[-1] < last
    assert len({b - a for a, b in pairwise(moments)}) == 1


def test_the_content_is_part_of_the_package():
    assert FOLDER.is_dir()
    assert FOLDER.parent.name == "demo"


async def draw_nothing() -> None:
    """Do nothing."""
