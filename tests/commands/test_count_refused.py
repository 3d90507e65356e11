"""concejo count: what cannot be counted is one line, and nothing is printed."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commands.towns import FILE, RANKING, said, written


@pytest.fixture
def town(tmp_path):
    return written(tmp_path)


@pytest.mark.parametrize(
    ("change", "typed", "reason"),
    [
        (("b;50", "b;fifty"), (), "Line 19: cost: “fifty” is not an amount"),
        (("4;c,b", "4;c,x"), (), "Line 25: The vote names the project x"),
        (("rule;greedy", "rule;unknown"), (), "Say with --rule"),
        (("", ""), ("--rule", "gready"), "There is no rule gready. All are listed by"),
        (("", ""), ("--rule", "greedy:treshold=3"), "has no parameter treshold"),
        (("", ""), ("--rule", "greedy:scoring=points"), "points that this kind of ballot"),
        (("", ""), ("--rule", "phragmen:scoring=borda"), "points that this kind of ballot"),
        (("", ""), ("--rule", "irv"), "ballots that put the options in order"),
        (("", ""), ("--explain", "z"), "There is no project z in the file."),
        (("", ""), ("--ties", "cheapest"), "must end with"),
        (("", ""), ("--ties", "prettiest"), "There is no key for ties like this: prettiest"),
        (("", ""), ("--conflict", "a,z"), "These limits cannot be counted with"),
        (("", ""), ("--quota", "most=3"), "is no quota"),
        (("", ""), ("--engine", "fast", "--rule", "equalshares:step={bad}"), "cannot be {bad}"),
    ],
)
def test_what_cannot_be_counted_is_one_line_and_nothing_else(town, change, typed, reason):
    town.write_text(town.read_text().replace(*change))

    status, out, err = said(town, *typed)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"concejo: {town}: ")
    assert reason in err


def test_a_file_that_is_not_there_or_no_text_is_one_line(tmp_path):
    binary = tmp_path / "town.pb"
    binary.write_bytes(b"META\nkey;value\nunit;\xff\n")

    missing = said(tmp_path / "nothing.pb")
    folder = said(tmp_path)
    bytes_ = said(binary)
    none = said()

    for status, out, err in (missing, folder, bytes_, none):
        assert (status, out, err.count("\n")) == (2, "", 1)
    assert "No such file" in missing[2]
    assert "Line 3: The line is not text in UTF-8." in bytes_[2]


def test_a_ranking_with_a_fault_is_one_line(tmp_path):
    file = tmp_path / "seat.blt"
    file.write_text(RANKING.replace("4 1 2 3 0", "4 1 2 9 0"))

    fault = said(file)
    rule = said(file, "--rule", "greedy")
    file.write_text(RANKING)
    seats = said(file, "--seats", "4")
    compared = said(file, "--compare")

    assert (fault[0], fault[1]) == (2, "")
    assert "Line 2: There is no candidate 9." in fault[2]
    assert "There is no rule greedy for a ranking." in rule[2]
    assert "There are 4 seats for 3 candidates." in seats[2]
    assert "Only rules that share a budget out" in compared[2]


def test_what_a_file_says_of_its_count_may_be_nonsense(town):
    keys = "concejo_rule;{}\nconcejo_ties;[]\nconcejo_conflicts;1\nPROJECTS"
    town.write_text(town.read_text().replace("PROJECTS", keys))

    status, out, err = said(town)

    assert (status, out) == (2, "")
    assert "What the file says on how it is counted cannot be read" in err


def test_a_choice_that_cannot_be_found_in_time_is_one_line(tmp_path):
    # What a project gets is what it costs: of forty, hardly two choices are clearly apart.
    numbers = [10**8 + at**5 for at in range(40)]
    codes = [f"p{at:02}" for at in range(40)]
    meta = FILE.format(rule="unknown", vote_type="cumulative", cost=0, budget=sum(numbers) // 2)
    listed = "".join(f"{code};{cost}\n" for code, cost in zip(codes, numbers, strict=True))
    vote = f"1;{','.join(codes)};{','.join(map(str, numbers))}\n"
    head = meta.partition("PROJECTS")[0].replace("projects;3", "projects;40")
    file = tmp_path / "town.pb"
    file.write_text(
        f"{head.replace('votes;5', 'votes;1')}PROJECTS\nproject_id;cost\n{listed}"
        f"VOTES\nvoter_id;vote;points\n{vote}"
    )

    status, out, err = said(file, "--rule", "max-welfare")

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "to find the best" in err


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_file_makes_it_stumble(data):
    lines = FILE.format(rule="greedy", vote_type="approval", cost="40", budget="100").splitlines()
    places = st.integers(0, len(lines) - 1)
    for at in data.draw(st.lists(places, min_size=1, max_size=3)):
        lines[at] = data.draw(st.sampled_from(["", ";", "VOTES", "META", lines[at][::-1], '"x']))

    with TemporaryDirectory() as folder:
        file = Path(folder) / "town.pb"
        file.write_text("\n".join(lines))
        status, out, err = said(file)

    assert status in (0, 2)
    assert (status == 0) == bool(out)
    assert status == 0 or err.count("\n") == 1
