"""What Pabulib's keys and columns may hold: each value is checked, each fault has its line."""

import pytest

from voting.core.ballots import Ballot
from voting.core.malformed import Malformed
from voting.core.pabulib import read
from voting.core.pabulib.meta import CHECKS

TEXT = """\
META
key;value
description;Budget of the town
country;Utopia
unit;Amaurot
instance;2027
num_projects;2
num_votes;2
budget;100
vote_type;approval
rule;greedy
date_begin;01.03.2027
date_end;31.03.2027
PROJECTS
project_id;cost;votes
a;40;1
b;60;2
VOTES
voter_id;vote
1;a,b
2;b
"""
#: The lines of TEXT after which a key, and a column of each section, is added.
KEY, PROJECT, VOTE = 14, 16, 19


def with_key(key: str, value: str) -> str:
    """The file with one more key, in line 14."""
    return TEXT.replace("PROJECTS", f"{key};{value}\nPROJECTS")


def with_project_column(name: str, value: str) -> str:
    """The file with a further column of projects, whose first value is in line 16."""
    text = TEXT.replace("cost;votes", f"cost;votes;{name}").replace("a;40;1", f"a;40;1;{value}")
    return text.replace("b;60;2", f"b;60;2;{value}")


def with_vote_column(name: str, value: str) -> str:
    """The file with a further column of votes, whose first value is in line 20."""
    text = TEXT.replace("voter_id;vote", f"voter_id;vote;{name}").replace("a,b\n", f"a,b;{value}\n")
    return text.replace("2;b\n", f"2;b;{value}\n")


def fault_of(text: str) -> tuple[int, str]:
    with pytest.raises(Malformed) as malformed:
        read(text)
    return malformed.value.line, str(malformed.value.reason)


def said(text: str) -> list[tuple[int, str]]:
    return [(line, str(reason)) for line, reason in read(text).warnings]


GOOD = {
    "subunit": "Ward 1",
    "district": "North",
    "edition": "3",
    "language": "es",
    "currency": "EUR",
    "fully_funded": "1",
    "experimental": "1",
    "comment": "#1: All is well. #2: Still.",
    "acknowledgments": "Thanks",
    "min_project_score_threshold": "50",
    "min_length": "1",
    "max_length": "2",
    "min_sum_cost": "0",
    "max_sum_cost": "12.50",
    "min_points": "-3",
    "max_points": "2.5",
    "min_sum_points": "0",
    "max_sum_points": "10",
    "default_score": "-1",
    "scoring_fn": "Borda",
    "min_project_cost": "1",
    "max_project_cost": "1000",
    "subdistricts": "True",
    "neighborhoods": "East,West",
    "categories": "green,school",
    "leftover_budget": "Fund more",
}


@pytest.mark.parametrize(("key", "value"), GOOD.items())
def test_a_right_value_is_kept_without_a_word(key, value):
    file = read(with_key(key, value))

    assert file.meta[key] == value
    assert file.warnings == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("budget_per_category", "10,20"),
        ("min_length_per_category", "1"),
        ("max_length_per_category", "1,2"),
        ("min_sum_cost_per_category", "1.50,2"),
        ("max_sum_cost_per_category", "5,6"),
    ],
)
def test_a_list_has_a_value_for_each_category(key, value):
    text = with_key("categories", "green,school")

    assert said(text.replace("PROJECTS", f"{key};{value}\nPROJECTS")) == []
    assert fault_of(text.replace("PROJECTS", f"{key};1,2,3\nPROJECTS")) == (
        15,
        f"{key}: The list has 3 values, but categories has 2.",
    )


def test_every_key_of_the_format_is_tried_here():
    tried = {*GOOD, *TEXT.split("PROJECTS")[0].replace("\n", ";").split(";")}

    assert {key for key in CHECKS if key not in tried and "_per_" not in key} == set()


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("language", "Spanish", "“Spanish” is not a language in two small letters, such as es."),
        ("currency", "€", "“€” is not a currency in three capital letters, such as EUR."),
        ("fully_funded", "0", "“0” is not one of 1."),
        ("experimental", "yes", "“yes” is not one of 1."),
        ("comment", "Fine", "A comment begins with “#1: ”."),
        ("min_project_score_threshold", "5.5", "“5.5” is not a whole number."),
        ("min_length", "-1", "“-1” is not a whole number."),
        ("max_length", "9" * 5000, f"“{'9' * 5000}” is not a whole number."),
        ("max_points", "1e3", "“1e3” is not a number of points, such as 3, -1 or 2.5."),
        ("default_score", "0.0001", "“0.0001” is not a number of points, such as 3, -1 or 2.5."),
        ("categories", "green,,school", "A name in the list is empty or there twice."),
        ("neighborhoods", "East, East", "A name in the list is empty or there twice."),
        (
            "max_sum_cost",
            ".5",
            "“.5” is not an amount of money: digits, and at most 2 after a point.",
        ),
        (
            "budget_per_category",
            "1,x",
            "“x” is not an amount of money: digits, and at most 2 after a point.",
        ),
    ],
)
def test_a_wrong_value_of_a_key_is_said(key, value, reason):
    assert fault_of(with_key(key, value)) == (KEY, f"{key}: {reason}")


@pytest.mark.parametrize("value", ["2027-03-01", "1.3.2027", "31.02.2027", "0000", "spring"])
def test_a_date_is_a_day_or_a_year(value):
    assert fault_of(TEXT.replace("01.03.2027", value)) == (
        12,
        f"date_begin: “{value}” is neither a date, such as 24.11.2026, nor a year.",
    )


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("selected", "4", "“4” is not one of 0, 1, 2, 3."),
        ("selected", "", "“” is not one of 0, 1, 2, 3."),
        ("score", "many", "“many” is not a number of points, such as 3, -1 or 2.5."),
        ("latitude", "90.1", "“90.1” is not a number from -90 to 90."),
        ("longitude", "21,5", "“21,5” is not a number from -180 to 180."),
    ],
)
def test_a_wrong_value_of_a_project_is_said(name, value, reason):
    assert fault_of(with_project_column(name, value)) == (PROJECT, f"{name}: {reason}")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("age", "old", "“old” is neither an age, such as 34, nor a range, such as 40-59."),
        ("age", "59-40", "“59-40” is neither an age, such as 34, nor a range, such as 40-59."),
        ("sex", "X", "“X” is not one of M, F, O, ."),
        ("voting_method", "post", "“post” is not one of internet, paper, ."),
    ],
)
def test_a_wrong_value_of_a_vote_is_said(name, value, reason):
    assert fault_of(with_vote_column(name, value)) == (20, f"{name}: {reason}")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (
            TEXT.replace("a;40", "a,c;40"),
            16,
            "The code a,c has a comma, which parts the projects of a vote.",
        ),
        (TEXT.replace("a;40;1", "a;40;x"), 16, "votes: “x” is not a whole number."),
        (TEXT.replace("2;b\n", "1;b\n"), 21, "The voter 1 is there twice or has no number."),
        (TEXT.replace("2;b\n", " ;b\n"), 21, "The voter  is there twice or has no number."),
        (
            TEXT.replace("2;b\n", '2;"b\n'),
            21,
            "The line begins a quotation that is not closed.",
        ),
        (
            TEXT.replace("2;b\n", f"2;{'b' * 200_000}\n"),
            21,
            "The line cannot be read as separated values.",
        ),
        (
            with_key("categories", "green")
            .replace("cost;votes", "cost;category")
            .replace("a;40;1", "a;40;x"),
            17,
            "category: META lists no x in categories.",
        ),
    ],
)
def test_what_does_not_go_together_is_said(text, line, reason):
    assert fault_of(text) == (line, reason)


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        (with_key("weather", "fine"), ["Pabulib knows no key weather; it is kept as it is."]),
        (with_key("concejo_ours", "fine"), []),
        (
            with_project_column("colour", "red"),
            ["Pabulib knows no column colour; it is kept as it is."],
        ),
        (
            with_vote_column("mood", "good"),
            ["Pabulib knows no column mood; it is kept as it is."],
        ),
        (with_vote_column("concejo_mood", "good"), []),
        (with_vote_column("sex", "f"), ["sex: “f” would be written F."]),
        (
            TEXT.replace("rule;greedy", "rule;condorcet"),
            ["Pabulib knows no rule condorcet; others are called unknown."],
        ),
        (TEXT.replace("31.03.2027", "2026"), ["The vote ends before it begins."]),
        (
            with_key("min_length", "3\nmax_length;2"),
            ["min_length is greater than max_length."],
        ),
        (TEXT.replace("a;40;1", "a;40;3"), ["votes says 3, but by the ballots it is 1."]),
        (TEXT.replace("a;40;1", "a;40;"), []),
        (
            with_project_column("name", 'The "Oak" tree'),
            [],
        ),
        (
            with_project_column("name", '"The" oak'),
            ["A quotation mark stands in the middle of a value; those of the value are left out."]
            * 2,
        ),
    ],
)
def test_what_does_no_harm_is_a_warning(text, warnings):
    assert [reason for _line, reason in said(text)] == warnings


def test_the_example_of_the_format_is_read():
    spaced = TEXT.replace("key;value", "key; value").replace("unit;Amaurot", "unit; Amaurot")
    spaced = spaced.replace("project_id;cost", "project_id; cost").replace("1;a,b", "1; a, b")

    file = read(spaced)

    assert file.meta["unit"] == "Amaurot"
    assert file.votes[0].ballot == Ballot(("a", "b"))


def test_areas_and_their_money_are_there_to_be_compared():
    text = with_key("categories", "green,school\nbudget_per_category;70,20.50")
    text = text.replace("neighborhood", "").replace("cost;votes", "cost;category;district")
    text = text.replace("a;40;1", "a;40;green,school;North").replace("b;60;2", "b;60;;South ")

    file = read(text)

    assert file.categories == {"a": ("green", "school"), "b": ()}
    assert file.districts == {"a": "North", "b": "South"}
    assert file.category_budgets == {"green": 70_00, "school": 20_50}
    assert file.neighborhoods == {"a": "", "b": ""}
    assert file.neighborhood_budgets == {}
