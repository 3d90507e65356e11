"""A large file is read into arrays as strictly as line by line: both ways give the same."""

from dataclasses import replace
from zipfile import ZipFile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bench.synthetic import make
from tests.voting.core.real_elections import ARCHIVE, REAL_ELECTIONS, text_of
from tests.voting.core.test_pabulib import files
from voting.core.ballots import Ballot, Kind, Project
from voting.core.malformed import Malformed
from voting.core.pabulib import PabulibFile, PabulibProject, PabulibVote, read, write
from voting.core.pabulib.cells import Codes, NotClean, cells_of
from voting.core.pabulib.columns import _read_clean, read_table
from voting.core.table import BallotTable

Found = tuple[PabulibFile, object, BallotTable]

TEXT = """\
META
key;value
description;Budget of the town
country;Utopia
unit;Amaurot
instance;2027
num_projects;3
num_votes;4
budget;100
vote_type;approval
rule;greedy
date_begin;2027
date_end;2027
PROJECTS
project_id;cost;votes
01;40;1
1;60;2
BO.OM.63/24;70;2
VOTES
voter_id;vote;age;sex;voting_method;neighborhood
a1;01,BO.OM.63/24;33;F;internet;Łódź, Górna
a2;1;40-59;;paper;
a3;;;M;;x
voter-b1e6c0f2-77aa-4d0e-9d2c-5a1f;1,BO.OM.63/24;7;O;paper;y
"""
POINTS = (
    TEXT.replace("approval", "cumulative\nmax_sum_points;7.5\nmin_points;0")
    .replace("voter_id;vote;age", "voter_id;vote;points")
    .replace("63/24;33;", "63/24;3,0;")
    .replace("1;40-59", "1;12")
    .replace("63/24;7;O", "63/24;4,5;O")
)
#: Letters that mean something in the format, or that are easily taken for others.
MARKS = st.sampled_from(["", "0", "1", "7", "a", ",", ";", '"', "\n", "\r\n", "\r", " ", "\0", "é"])


def by_read(data: bytes) -> Found:
    """What `read` makes of a file, in the shape of `read_table`."""
    file = read(data.decode())
    rows = ((line.ballot, 1) for line in file.votes)
    table = BallotTable.of_ballots(file.instance, rows, is_ordered=file.kind.is_ordered)
    return replace(file, votes=()), file.warnings, table.in_order()


def quickly(data: bytes) -> Found | None:
    """What is read in arrays alone; None for a file that is left to `read`."""
    try:
        file, table = _read_clean(data)
    except (NotClean, Malformed):
        return None
    return file, file.warnings, table


@given(files())
def test_a_written_file_is_read_alike(file):
    data = write(file).encode()

    found, table = read_table(data)

    assert (found, found.warnings, table) == by_read(data)


@given(st.sampled_from([TEXT, POINTS]), st.integers(0), MARKS, st.integers(0, 2))
@example(TEXT, TEXT.index("a3;;"), "\n", 0)
@example(TEXT, TEXT.index(";70;2"), "\0", 0)
def test_whatever_is_changed_in_a_file_it_is_read_alike(text, at, mark, size):
    at %= len(text)
    data = (text[:at] + mark + text[at + size :]).encode()

    found = quickly(data)

    if found is not None:
        assert found == by_read(data)


@pytest.mark.parametrize("text", [TEXT, POINTS, TEXT.replace("approval", "ordinal")])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_clean_file_is_read_quickly(text, end):
    data = text.replace("\n", end).encode()

    found = quickly(data)

    assert found == by_read(data)
    assert quickly(data.rstrip()) == found == quickly(data + b"\n\n")


def test_points_are_scaled_as_meta_wants_them():
    _file, table = read_table(POINTS.encode())

    assert table.points is not None
    assert table.points.tolist() == [30, 0, 120, 40, 50]
    assert (table.voters, table.blank) == (4, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a1;01", 'a1;"01'),
        ("a1;01,", "a1;01, "),
        ("a1;01,", "a1;1,1,"),
        ("a2;", "a1;"),
        ("a2;", " a2;"),
        ("a2;", ";"),
        ("a2;1;", "a2;2;"),
        ("a2;1;", "a2;1;;"),
        ("40-59", "59-40"),
        (";M;", ";m;"),
        (";paper;y", ";by the post;y"),
        ("a3;;", "\na3;;"),
        ("x\n", "x\r"),
        ("x\n", "\0\n"),
        ("Górna", "Górna" * 30_000),
        ("num_votes;4", "num_votes;5"),
        ("VOTES\n", "\nVOTES\n\n"),
        ("63/24;70;2", '63/24;70;"2\nVOTES\nvoter_id;vote"'),
    ],
)
def test_what_is_not_clean_is_left_to_the_strict_reader(old, new):
    data = TEXT.replace(old, new).encode()

    assert data != TEXT.encode()
    assert quickly(data) is None
    assert told_by(read_table, data) == told_by(by_read, data)


def told_by(reader, data):
    """What comes of reading: the file, its warnings and table, or the fault and its line."""
    try:
        found = reader(data)
    except Malformed as malformed:
        return malformed.line, str(malformed.reason)
    return found[0], found[0].warnings, found[-1]


@pytest.mark.parametrize(
    ("old", "new"),
    [(";33;F", ";3;F"), ("63/24;4,5", "63/24;4,x"), ("63/24;4,5", "63/24;4,0.5"), ("12;", "-1;")],
)
def test_points_that_are_not_clean_are_left_to_the_strict_reader(old, new):
    data = POINTS.replace("3,0;F", ";33;F" if old == ";33;F" else "3,0;F").replace(old, new)

    assert data != POINTS
    assert quickly(data.encode()) is None
    assert told_by(read_table, data.encode()) == told_by(by_read, data.encode())


def test_bytes_that_are_no_text_have_their_line():
    data = TEXT.encode().replace("Ł".encode(), b"\xff")

    with pytest.raises(Malformed) as malformed:
        read_table(data)

    assert malformed.value.line == 21


def test_ballots_of_many_pieces_are_put_together(monkeypatch):
    monkeypatch.setattr("voting.core.pabulib.columns._PIECE", 64)

    assert quickly(TEXT.encode()) == by_read(TEXT.encode())


@given(st.lists(st.text("ab0/.", min_size=1, max_size=20), min_size=1, max_size=40, unique=True))
def test_a_code_is_found_at_its_place_and_nothing_else_is(codes):
    known = codes[: len(codes) // 2 + 1]
    (cells,) = cells_of("".join(f"{code}\n" for code in codes).encode(), 1)
    found = Codes(known)

    if len(known) == len(codes):
        assert found.places(cells).tolist() == list(range(len(codes)))
    else:
        with pytest.raises(NotClean):
            found.places(cells)


def test_a_synthetic_election_is_a_clean_file_and_always_the_same():
    data = make(300, 20, seed=7).encode()

    found = quickly(data)

    assert found is not None
    assert found == by_read(data)
    assert found[1] == ()
    assert data == make(300, 20, seed=7).encode() != make(300, 20, seed=8).encode()


def test_places_of_a_weak_order_are_read():
    project = PabulibProject(Project("a", 1))
    words = dict.fromkeys(("description", "country", "unit", "instance"), "word")
    meta = {**words, "budget": "1", "vote_type": "ordinal", "rule": "unknown"}
    meta |= {"date_begin": "2027", "date_end": "2027", "concejo_form": "weak_order"}
    vote = PabulibVote("1", Ballot(("a",), (1,)))

    file, table = read_table(write(PabulibFile(meta, (project,), (vote,))).encode())

    assert file.kind is Kind.WEAK_ORDER
    assert (table.is_ordered, table.profile(file.instance).groups) == (True, ((vote.ballot, 1),))


@pytest.mark.parametrize("real", REAL_ELECTIONS, ids=lambda real: real.file.removesuffix(".pb"))
def test_a_real_file_is_read_alike(real):
    data = text_of(real.file).encode()

    assert quickly(data) == by_read(data)


def test_files_of_the_archive_are_read_alike_and_written_with_the_same_meaning():
    if not ARCHIVE.exists():
        pytest.skip("the folder of real elections is not beside the repository")
    with ZipFile(ARCHIVE) as archive:
        names = sorted(archive.namelist())[::40]
        texts = {name: archive.read(name) for name in names}

    for name, data in texts.items():
        file = read(data.decode())
        assert told_by(read_table, data) == told_by(by_read, data), name
        assert read(write(file)) == file, name
