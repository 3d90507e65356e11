"""Pabulib's format: read strictly, written back with the same meaning."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.real_elections import REAL_ELECTIONS, text_of
from voting.core.ballots import Ballot, Kind, Project
from voting.core.malformed import Malformed
from voting.core.pabulib import (
    PabulibFile,
    PabulibProject,
    PabulibVote,
    read,
    write,
)

META = """\
META
key;value
description;Budget of the town
country;Utopia
unit;Amaurot
instance;2027
num_projects;2
num_votes;3
budget;100.50
vote_type;approval
rule;greedy
date_begin;01.03.2027
date_end;2027
currency;EUR
"""
PROJECTS = '''\
PROJECTS
project_id;cost;name;smell
01;40;"Fountain; with ""fish""";roses
M/2;60.5;Benches;
'''
VOTES = """\
VOTES
voter_id;vote;age
1;01,M/2;33
2;M/2;
3;;40-59
"""
TEXT = META + PROJECTS + VOTES

CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8).map(
    str.strip
)
CODES = st.from_regex(r"[A-Za-z0-9/._-]{1,6}", fullmatch=True)


TYPES = {
    "approval": Kind.APPROVAL,
    "choose-1": Kind.APPROVAL,
    "ordinal": Kind.ORDINAL,
    "cumulative": Kind.CUMULATIVE,
    "scoring": Kind.SCORES,
    "weak_order": Kind.WEAK_ORDER,
    "question": Kind.QUESTION,
}
OURS = {"weak_order": "ordinal", "question": "choose-1"}


@st.composite
def files(draw: st.DrawFn) -> PabulibFile:
    """A file with any kind of ballot, cents, tenths of points, and columns that nobody knows."""
    name, kind = draw(st.sampled_from(sorted(TYPES.items())))
    codes = draw(st.lists(CODES, min_size=1, max_size=4, unique=True))
    projects = tuple(
        PabulibProject(Project(code, cost, title), {"name": title, "colour": colour})
        for code in codes
        for cost, title, colour in [draw(st.tuples(st.integers(0, 10**9), CELLS, CELLS))]
    )
    votes: list[PabulibVote] = []
    points: list[int] = []
    for voter in range(draw(st.integers(0, 4))):
        chosen = draw(st.lists(st.sampled_from(codes), unique=True))
        numbers = [draw(st.integers(1, 999)) for _code in chosen] if kind.has_points else []
        ballot = Ballot.of(kind, chosen, numbers)
        points += ballot.points
        votes.append(PabulibVote(str(voter), ballot, {"mood": draw(CELLS)}))
    words = dict.fromkeys(("description", "country", "unit", "instance"), "word")
    meta = {**words, "num_projects": str(len(projects)), "num_votes": str(len(votes))}
    meta |= {"budget": "10.25", "vote_type": OURS.get(name, name), "rule": "greedy"}
    meta |= {"date_begin": "2027", "date_end": "01.02.2027", "concejo_form": name}
    meta["remark"] = draw(CELLS)
    has_tenths = name in ("cumulative", "scoring") and any(number % 10 for number in points)
    return PabulibFile(
        meta, projects, tuple(votes), ("name", "colour"), ("mood",), 10 if has_tenths else 1
    )


def said(file: PabulibFile) -> list[tuple[int, str]]:
    """The warnings of a file, with their lines."""
    return [(line, str(reason)) for line, reason in file.warnings]


@given(files())
def test_what_is_written_is_read_back(file):
    assert read(write(file)) == file


def test_a_file_is_read():
    file = read(TEXT)

    assert file.instance.budget == 100_50
    assert file.instance.projects == (
        Project("01", 40_00, 'Fountain; with "fish"'),
        Project("M/2", 60_50, "Benches"),
    )
    assert file.projects[0].columns["smell"] == "roses"
    assert file.votes[0] == PabulibVote("1", Ballot(("01", "M/2")), {"age": "33"})
    assert file.votes[2].ballot.is_blank
    assert file.profile.voters == 3
    assert file.form.kind is Kind.APPROVAL


def test_a_file_is_written_as_it_was():
    assert write(read(TEXT)).replace("60.50", "60.5") == TEXT


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.rstrip("\n"), TEXT + "\n\n"],
    ids=["CRLF", "BOM", "no final newline", "empty lines at the end"],
)
def test_how_editors_save_makes_no_difference(text):
    assert read(text) == read(TEXT)


def test_the_old_name_of_a_column_is_accepted():
    file = read(TEXT.replace(";smell", ";target"))

    assert file.projects[0].columns["beneficiaries"] == "roses"
    assert said(file) == [(16, "The column target has the new name beneficiaries.")]
    assert "beneficiaries" in write(file)


def test_a_project_twice_in_a_vote_counts_once_with_a_warning():
    file = read(TEXT.replace("1;01,M/2", "1;01,01,M/2"))

    assert file.votes[0].ballot == Ballot(("01", "M/2"))
    assert said(file)[1:] == [(21, "A project is twice in the vote; it is counted once.")]


def test_points_of_a_project_named_twice_are_those_given_first():
    text = TEXT.replace(";approval", ";cumulative").replace("vote;age", "vote;points")
    text = text.replace("1;01,M/2;33", "1;01,M/2,01;3,2,1").replace("2;M/2;", "2;M/2;4")

    assert read(text.replace(";;40-59", ";;")).votes[0].ballot == Ballot(("01", "M/2"), (3, 2))


NO_AMOUNT = "budget: “{}” is not an amount of money: digits, and at most 2 after a point."
NO_COST = NO_AMOUNT.replace("budget", "cost")


def cumulative(text: str) -> str:
    return text.replace(";approval", ";cumulative").replace("vote;age", "vote;points")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "The section META is missing."),
        ("country;Utopia\n" + TEXT, 1, "The section META is missing."),
        (META + VOTES, 15, "The section VOTES is not expected here."),
        (META + PROJECTS, 18, "The section VOTES is missing."),
        (TEXT + "META\n", 24, "The section META is not expected here."),
        (META + PROJECTS + "VOTES\n", 19, "The section VOTES has no header."),
        (TEXT.replace("key;value", "value;key"), 2, "The header must be key;value."),
        (TEXT.replace("unit;Amaurot", "unit;"), 5, "The key unit is missing."),
        (TEXT.replace("unit;Amaurot", "town;Amaurot"), 2, "The key unit is missing."),
        (TEXT.replace("currency;EUR", "country;EUR"), 14, "The key country is there twice."),
        (
            TEXT.replace("rule;greedy", "rule;a;b"),
            11,
            "The line has 3 values, but the header has 2.",
        ),
        (TEXT.replace("100.50", "much"), 9, NO_AMOUNT.format("much")),
        (TEXT.replace("100.50", "100.505"), 9, NO_AMOUNT.format("100.505")),
        (TEXT.replace("100.50", "-100"), 9, NO_AMOUNT.format("-100")),
        (
            TEXT.replace(";approval", ";applause"),
            10,
            "vote_type: “applause” is not one of approval, choose-1, ordinal, cumulative, scoring.",
        ),
        (TEXT.replace("num_votes;3", "num_votes;x"), 8, "num_votes: “x” is not a whole number."),
        (TEXT.replace("num_votes;3", "num_votes;4"), 8, "num_votes says 4, but there are 3."),
        (TEXT.replace("projects;2", "projects;1"), 7, "num_projects says 1, but there are 2."),
        (
            TEXT.replace("project_id;cost", "cost;project_id"),
            16,
            "The header must begin with project_id and have cost.",
        ),
        (TEXT.replace(";smell", ";name"), 16, "The header names a column twice."),
        (TEXT.replace("M/2;60.5", "01;60.5"), 18, "The project 01 is there twice or has no code."),
        (TEXT.replace("M/2;60.5", ";60.5"), 18, "The project  is there twice or has no code."),
        (TEXT.replace("60.5", "6e1"), 18, NO_COST.format("6e1")),
        (TEXT.replace("60.5", "٦"), 18, NO_COST.format("٦")),
        (TEXT.replace("Benches;", "Benches"), 18, "The line has 3 values, but the header has 4."),
        (
            TEXT.replace("voter_id;vote", "voter_id;voice"),
            20,
            "The header must begin with voter_id and have vote.",
        ),
        (
            TEXT.replace("2;M/2;", "2;99;"),
            22,
            "The vote names the project 99, which does not stand.",
        ),
        (TEXT.replace("2;M/2;", "2;M/2"), 22, "The line has 2 values, but the header has 3."),
        (
            TEXT.replace(";approval", ";cumulative"),
            20,
            "The header must begin with voter_id and have points.",
        ),
        (
            cumulative(TEXT),
            21,
            "The vote names 2 projects, but gives points 1 times.",
        ),
        (
            cumulative(TEXT).replace(";33", ";3,x"),
            21,
            "points: “x” is not a number of points, such as 3, -1 or 2.5.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, line, reason):
    with pytest.raises(Malformed) as malformed:
        read(text)

    assert (malformed.value.line, str(malformed.value.reason)) == (line, reason)


@pytest.mark.parametrize("real", REAL_ELECTIONS, ids=lambda real: real.file.removesuffix(".pb"))
def test_a_real_file_is_written_with_the_same_meaning(real):
    file = read(text_of(real.file))

    assert read(write(file)) == file


def test_a_hundred_thousand_lines_are_read_in_a_few_seconds():
    lines = "".join(f"{voter};01,M/2;33\n" for voter in range(100_000))
    text = META.replace("num_votes;3", "num_votes;100000") + PROJECTS + "VOTES\nvoter_id;vote;age\n"

    began = time.perf_counter()
    file = read(text + lines)

    assert time.perf_counter() - began < 10
    assert file.profile.groups == ((Ballot(("01", "M/2")), 100_000),)
