"""The browser's ballots beside the server's: the same order, the same spelling, the same faults."""

from dataclasses import asdict
from random import Random

import pytest

from concejo.text import Text
from tests.voting.browser.node import ask
from voting.core.ballots import Ballot, BallotForm, Kind, Project, check
from voting.core.protocol.plain import encode_plain

CODES = (
    "1",
    "10",
    "9",
    "A-7",
    "ñ",
    "é",
    "e\u0301",
    "\uffee",
    "\U0001f333",
    'b"\\',
    "\x1f\n\u2028",
    "",
)
#: What the page says for each code of a fault, by the sentence that the server says.
SENTENCES = {
    "blank": "A blank ballot is not allowed here.",
    "order": "The choices are not in the order of the codes.",
    "places_order": "The places must go up from 1 without a gap, equals in the order of the codes.",
    "unknown_answer": "There is no answer {choice} to this question.",
    "unknown_project": "There is no project {choice} on this ballot.",
    "repeated": "“{project}” is chosen more than once.",
    "one_answer": "A question takes one answer; {chosen} were chosen.",
    "too_few": "At least {count} projects must be chosen; {chosen} were.",
    "too_many": "At most {count} projects may be chosen; {chosen} were.",
    "over_budget": "The chosen projects cost {total}, "
    "which is {excess} over the budget of {budget}.",
    "cost_over": "The chosen projects cost {total}; together they may cost at most {limit}.",
    "cost_under": "The chosen projects cost {total}; together they must cost at least {limit}.",
    "no_points": "This ballot takes no points.",
    "places_missing": "Each chosen project needs its place, and only those.",
    "points_missing": "Each chosen project needs its points, and only those.",
    "point_zero": "Each chosen project needs at least one point.",
    "points_high": "A project may get at most {count} points.",
    "points_low": "A chosen project must get at least {count} points.",
    "sum_high": "At most {count} points may be given; {given} were.",
    "sum_low": "At least {count} points must be given; {given} were.",
}


def a_limit(random: Random, low: int, high: int) -> int | None:
    return random.randint(low, high) if random.random() < 0.4 else None


def a_form(random: Random, kind: Kind) -> BallotForm:
    return BallotForm(
        kind,
        min_length=random.randint(0, 3),
        max_length=a_limit(random, 1, 4),
        budget=a_limit(random, 0, 300),
        min_sum_cost=a_limit(random, 0, 200),
        max_sum_cost=a_limit(random, 50, 400),
        max_points=a_limit(random, 0, 6),
        min_points=a_limit(random, -3, 3),
        min_sum_points=a_limit(random, 0, 8),
        max_sum_points=a_limit(random, 3, 12),
        allows_blank=random.random() < 0.5,
    )


def a_ballot(random: Random, kind: Kind) -> Ballot:
    """Mostly in order and of the right form, so that what else is wrong comes to light too."""
    length = random.choice((0, 1, 1, 2, 3, 4, 5))
    pick = random.sample if random.random() < 0.8 else random.choices
    choices = pick(CODES, k=length)
    wants = kind.has_points if random.random() < 0.9 else not kind.has_points
    points = [random.randint(-2, 7) for _at in choices] if wants else []
    if random.random() < 0.05:
        points = [*points, 1]
    if random.random() < 0.7:
        return Ballot.of(kind, choices, points)
    return Ballot(tuple(choices), tuple(points))


def a_case(random: Random) -> tuple[Ballot, BallotForm, list[Project]]:
    kind = random.choice(list(Kind))
    codes = random.sample(CODES, k=random.choice((len(CODES), len(CODES), 8)))
    names = ("", "Árboles")
    projects = [Project(code, random.randint(0, 150), random.choice(names)) for code in codes]
    return a_ballot(random, kind), a_form(random, kind), projects


def listed(ballots: dict[str, Ballot]) -> list[tuple[str, dict[str, object]]]:
    return [(name, asdict(ballot)) for name, ballot in ballots.items()]


def question(
    ballot: Ballot, form: BallotForm, projects: list[Project], **more: object
) -> dict[str, object]:
    limits = {name: value for name, value in asdict(form).items() if name != "budget"}
    contest = {"budget": form.budget, "projects": [asdict(project) for project in projects]}
    value = asdict(ballot) | {"kind": form.kind, "form": limits, "contest": contest}
    return value | more


def plain(value: object) -> object:
    """Give money as its minor units."""
    return getattr(value, "amount", value)


def said(reason: Text) -> tuple[str, dict[str, object]]:
    """Give the sentence a reason is written with, in the plural, and its values."""
    values = {name: plain(value) for name, value in reason.values.items()}
    sentence = reason.plural or reason.message
    if "{code}" in sentence:
        return sentence.replace("{code}", "{choice}"), {"choice": values["code"]}
    return sentence, values


def as_lists(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return {name: list(value) for name, value in pairs if isinstance(value, tuple)}


@pytest.fixture(scope="module")
def cases() -> list[tuple[Ballot, BallotForm, list[Project]]]:
    random = Random(20261125)
    return [a_case(random) for _time in range(3000)]


def test_every_ballot_has_the_same_faults_in_the_browser(cases):
    answers = ask("ballots.mjs", [question(*case, ballots=[]) for case in cases])

    expected = [[said(reason) for reason in check(*case)] for case in cases]
    told = [
        [(SENTENCES[fault.pop("code")], fault) for fault in answer["faults"]] for answer in answers
    ]
    assert told == expected
    assert {sentence for reasons in expected for sentence, _values in reasons} == set(
        SENTENCES.values()
    )
    valid = {
        form.kind
        for (_ballot, form, _p), reasons in zip(cases, expected, strict=True)
        if not reasons
    }
    assert valid == set(Kind)


def test_every_ballot_has_the_same_order_in_the_browser(cases):
    answers = ask("ballots.mjs", [question(*case, ballots=[]) for case in cases])

    for (ballot, form, _projects), answer in zip(cases, answers, strict=True):
        assert answer["canonical"] == asdict(
            Ballot.of(form.kind, ballot.choices, ballot.points), dict_factory=as_lists
        )


def test_every_plain_ballot_has_the_same_spelling_in_the_browser(cases):
    random = Random(7)
    made = [ballot for ballot, _form, _projects in cases]
    some = [
        {name: random.choice(made) for name in random.sample(CODES, k=3)} for _time in range(500)
    ]

    answers = ask("ballots.mjs", [question(*cases[0], ballots=listed(ballots)) for ballots in some])

    assert [answer["text"] for answer in answers] == [encode_plain(ballots) for ballots in some]
