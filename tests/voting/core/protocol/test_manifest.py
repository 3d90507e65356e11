"""A manifest is read as it was written, and not at all where it contradicts itself."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.protocol.town import (
    BOARD_KEY,
    CITY,
    CONTESTS,
    ELECTION,
    KEYS,
    NORTH,
    flipped,
    manifest,
)
from voting.core.ballots import BallotForm, Kind, Project
from voting.core.crypto.keys import PublicKey
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance, Quota
from voting.core.protocol.layout import Unreadable, canonical, digest
from voting.core.protocol.manifest import Manifest, fingerprint, in_groups
from voting.core.protocol.parties import SetUp, Style, Trustees, Witness
from voting.core.rules import RULES, settled
from voting.core.ties import TieKey, Ties

TOWN = manifest()
TEXT = TOWN.write()
LIMIT = st.none() | st.integers(-5, 10**9)
FORMS = st.builds(
    BallotForm,
    st.sampled_from(Kind),
    min_length=st.integers(0, 5),
    max_length=LIMIT,
    min_sum_cost=LIMIT,
    max_sum_cost=LIMIT,
    max_points=LIMIT,
    min_sum_points=LIMIT,
    max_sum_points=LIMIT,
    allows_blank=st.booleans(),
    min_points=LIMIT,
    default_score=st.integers(-9, 9),
)


def changed(path, value):
    """Give the text with another value at a path."""
    whole = json.loads(TEXT)
    place = whole
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return canonical(whole)


def test_the_manifest_comes_back_as_it_was():
    again = Manifest.read(TEXT)

    assert again == TOWN
    assert again.write() == TEXT
    assert canonical(json.loads(TEXT)) == TEXT
    assert again.keys == tuple(key.public for key in KEYS)
    assert again.fingerprint == fingerprint(TEXT) == digest(TEXT.encode()).hex()


@given(FORMS, st.sampled_from(sorted(RULES)), st.sampled_from(SetUp), st.text(max_size=9))
def test_every_form_and_rule_comes_back(form, rule, setup, seed):
    seed = seed.encode(errors="ignore").decode()
    ties = Ties((TieKey.DEAREST, TieKey.MOST_VOTES, TieKey.LOT), seed or "-")

    town = manifest(form=form, rule=settled(RuleSpec(rule)), setup=setup, ties=ties)

    assert Manifest.read(town.write()) == town


def test_it_holds_just_what_the_protocol_names():
    keys = (
        "ballot board_key cast_closes client_sha384 contests election_id eligible issue_closes"
        " opened_on opens origin pad process roll_hash rule seal_pk setup styles ties trustees v"
        " verifier_sha256 witnesses"
    )

    assert list(json.loads(TEXT)) == keys.split()
    assert json.loads(TEXT)["ballot"] == {
        "allows_blank": True,
        "default_score": 0,
        "kind": "knapsack",
        "max_length": None,
        "max_points": None,
        "max_sum_cost": None,
        "max_sum_points": None,
        "min_length": 1,
        "min_points": None,
        "min_sum_cost": None,
        "min_sum_points": None,
    }


@given(st.integers(0, 8 * len(TEXT.encode()) - 1))
def test_a_changed_bit_is_refused_or_has_another_fingerprint(bit):
    try:
        again = Manifest.read(flipped(TEXT.encode(), bit).decode())
    except (Unreadable, UnicodeDecodeError):
        return
    assert again != TOWN
    assert again.fingerprint != TOWN.fingerprint


@pytest.mark.parametrize("key", sorted(json.loads(TEXT)))
def test_no_entry_may_be_missing_or_of_another_type(key):
    whole = json.loads(TEXT)
    del whole[key]

    for text in (canonical(whole), changed([key], None), changed([key], True)):
        with pytest.raises(Unreadable):
            Manifest.read(text)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["more"], 1),
        (["v"], "pb2"),
        (["election_id"], ELECTION.hex().upper()),
        (["election_id"], ELECTION.hex()[2:]),
        (["opened_on"], "20261125"),
        (["opened_on"], "2026-11-31"),
        (["eligible"], -1),
        (["eligible"], "5"),
        (["opens"], 1.5),
        (["styles", 0, "n"], "ff"),
        (["styles", 0, "n"], "00" * 384),
        (["styles", 0, "n"], "ee" * 384),
        (["styles", 0, "contests"], []),
        (["styles", 0, "contests"], [1]),
        (["styles", 1, "contests"], ["1", "1"]),
        (["styles", 1, "contests"], ["1", "3"]),
        (["styles"], []),
        (["contests", 0, "budget"], -1),
        (["contests", 0, "projects", 0, "code"], "7"),
        (["contests", 0, "projects", 0, "cost"], True),
        (["contests", 0, "conflicts", 0, 0], "8"),
        (["contests", 0, "quotas", 0, "most"], -1),
        (["contests", 0, "quotas", 0, "reserved"], 60_001),
        (["contests", 1, "id"], "1"),
        (["contests", 1, "id"], ""),
        (["ballot", "kind"], "ranking"),
        (["ballot", "max_length"], True),
        (["ballot", "allows_blank"], 1),
        (["ballot", "min_length"], None),
        (["ballot", "budget"], None),
        (["rule", "name"], "lottery"),
        (["rule", "parameters"], {}),
        (["rule", "parameters", "threshold"], -1),
        (["rule", "parameters", "threshold"], [1]),
        (["rule"], "greedy"),
        (["ties", "order"], ["cheapest"]),
        (["ties", "order"], ["alphabet"]),
        (["ties", "seed"], ""),
        (["pad"], 34),
        (["pad"], 65_536),
        (["trustees", "k"], 0),
        (["trustees", "k"], 6),
        (["trustees", "n"], 4),
        (["trustees", "share_hashes", 0], "00"),
        (["witnesses", 0, "name"], "la gaceta"),
        (["witnesses", 0, "key"], ""),
        (["setup"], "C"),
        (["client_sha384"], "AAAA"),
        (["client_sha384"], "sha384-AAAA"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(path, value):
    with pytest.raises(Unreadable):
        Manifest.read(changed(path, value))


@pytest.mark.parametrize("text", ["", "{}", "[]", " " + TEXT, TEXT + "\n", TEXT.replace(":", ": ")])
def test_any_other_spelling_is_refused(text):
    with pytest.raises(Unreadable):
        Manifest.read(text)


RESERVES = tuple(Quota(str(at), ("12",), None, 1) for at in range(9))


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "vota.olmeda.example/vote/0011223344556677"},
        {"origin": f"vota olmeda/vote/{ELECTION.hex()[:16]}"},
        {"issue_closes": 1_795_590_000},
        {"cast_closes": 1_796_799_599},
        {"contests": (CITY,)},
        {"contests": (CITY, NORTH, replace(NORTH, id="3"))},
        {"contests": (CITY, replace(NORTH, instance=replace(CITY.instance, quotas=RESERVES)))},
        {"styles": (Style("", KEYS[0].public, ("1", "2")), Style("", KEYS[0].public, ("1",)))},
        {"witnesses": (Witness("gaceta", BOARD_KEY), Witness("gaceta", BOARD_KEY))},
        {"seal_pk": b""},
        {"client_sha384": b""},
        {"verifier_sha256": b""},
    ],
    ids=str,
)
def test_what_contradicts_itself_is_no_manifest(changes):
    with pytest.raises(ValueError, match=r"."):
        manifest(**changes)


def test_an_issuing_key_is_of_one_size():
    for key in (PublicKey(2**2048 - 1), PublicKey(2**3072 - 1, 3)):
        with pytest.raises(ValueError, match="3072 bits"):
            Style("", key, ("1",))
    with pytest.raises(ValueError, match="trustees"):
        Trustees(1, 256, (bytes(32),) * 256)


def test_a_style_gives_its_contests_in_its_order():
    styles = (
        Style("Ciudad", KEYS[0].public, ("1",)),
        Style("Norte", KEYS[1].public, ("2", "1")),
    )

    assert manifest(styles=styles).contests_of(1) == (NORTH, CITY)
    assert manifest(styles=styles).contests_of(0) == (CITY,)


def test_the_form_of_a_contest_has_its_money():
    general = BallotForm(Kind.KNAPSACK, allows_blank=True)

    assert CONTESTS[1].form(general) == replace(general, budget=250)
    assert CONTESTS[1].form(BallotForm(Kind.APPROVAL)).budget is None


def test_other_currencies_are_kept():
    contest = replace(NORTH, instance=Instance((Project("3", 1),), 5, "PEN"))

    town = Manifest.read(manifest(contests=(CITY, contest)).write())

    assert town.contests[1].form(town.form).currency == "PEN"


def test_a_fingerprint_is_printed_in_sixteen_groups():
    printed = in_groups(TOWN.fingerprint)

    assert [len(group) for group in printed.split(" ")] == [4] * 16
    assert printed.replace(" ", "") == TOWN.fingerprint
