"""Document numbers, dates and ages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.roll.core import (
    Entry,
    WrongDocument,
    canonical_document,
    hash_document,
    is_eligible,
    latest_birth,
    parse_birth_date,
    parse_postcode,
)
from concejo.text import Text

LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
DAYS = st.dates(date(1905, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "01234567L",
        "1234567L",
        "01.234.567-L",
        " 01234567 l ",
        "1234567-l",
        "01234567\u2011L",
        "0123 4567 L",
    ],
)
def test_every_way_to_write_a_dni_is_one_person(typed):
    assert canonical_document(typed, "ES") == "NIF:01234567L"


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("12345678Z", "NIF:12345678Z"),
        ("X1234567L", "NIE:X1234567L"),
        ("x-1234567-l", "NIE:X1234567L"),
        ("X01234567L", "NIE:X1234567L"),
        ("Y1234567X", "NIE:Y1234567X"),
        ("Z1234567R", "NIE:Z1234567R"),
        ("M1234567L", "NIF:M1234567L"),
    ],
)
def test_each_kind_of_spanish_document_is_known(typed, canonical):
    assert canonical_document(typed, "ES") == canonical


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "missing"),
        (" - ", "missing"),
        ("12345678", "letter at the end is missing"),
        ("12345678A", "does not go with"),
        ("X1234567A", "does not go with"),
        ("123456789Z", "neither a DNI"),
        ("1234Z", "neither a DNI"),
        ("PAB123456", "neither a DNI"),
        ("١٢٣٤٥٦٧٨Z", "neither a DNI"),
        ("12345678Z'; DROP", "neither a DNI"),
    ],
)
def test_what_is_wrong_with_a_spanish_document_is_named(typed, reason):
    with pytest.raises(WrongDocument, match=reason):
        canonical_document(typed, "ES")


@given(number=st.integers(0, 99_999_999), slip=st.integers(1, 22))
def test_a_wrong_letter_is_always_seen(number, slip):
    right, wrong = LETTERS[number % 23], LETTERS[(number + slip) % 23]

    assert canonical_document(f"{number:08}{right}", "ES") == f"NIF:{number:08}{right}"
    with pytest.raises(WrongDocument, match="does not go with"):
        canonical_document(f"{number:08}{wrong}", "ES")


@given(number=st.integers(0, 99_999_999), place=st.integers(0, 7), slip=st.integers(1, 9))
def test_a_wrong_digit_is_always_seen(number, place, slip):
    digits = list(f"{number:08}")
    digits[place] = str((int(digits[place]) + slip) % 10)

    with pytest.raises(WrongDocument):
        canonical_document("".join(digits) + LETTERS[number % 23], "ES")


@pytest.mark.parametrize(
    "typed", ["10117410", "10.117.410", "10117410-2", "101174102", "10117410G"]
)
def test_a_peruvian_dni_may_carry_its_check_sign(typed):
    assert canonical_document(typed, "PE") == "DNI:10117410"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("10117410-3", "check digit"), ("1011741", "eight digits"), ("12345678Z", "eight digits")],
)
def test_what_is_wrong_with_a_peruvian_dni_is_named(typed, reason):
    with pytest.raises(WrongDocument, match=reason):
        canonical_document(typed, "PE")


def test_a_synthetic_roll_takes_any_identifier():
    assert canonical_document("voter-12", "ES", is_synthetic=True) == "OTHER:VOTER12"
    with pytest.raises(WrongDocument, match="too long"):
        canonical_document("x" * 41, "ES", is_synthetic=True)


def test_the_same_number_has_another_hash_under_another_key():
    assert hash_document("NIF:12345678Z", b"one") != hash_document("NIF:12345678Z", b"two")
    assert "12345678" not in hash_document("NIF:12345678Z", b"one")


def entry(born: date, *, is_active: bool = True) -> Entry:
    return Entry(1, 1, born, "D01", is_active)


def test_one_is_old_enough_from_the_birthday_on():
    born = date(2010, 5, 17)

    assert not is_eligible(entry(born), date(2026, 5, 16), 16)
    assert is_eligible(entry(born), date(2026, 5, 17), 16)
    assert not is_eligible(entry(born, is_active=False), date(2026, 5, 17), 16)


def test_whoever_was_born_on_29_february_is_older_on_1_march():
    born = date(2008, 2, 29)

    assert entry(born).age_on(date(2026, 2, 28)) == 17
    assert entry(born).age_on(date(2026, 3, 1)) == 18


@given(born=DAYS, on=DAYS, age=st.integers(0, 100))
def test_counting_by_the_day_of_birth_agrees_with_asking_each_one(born, on, age):
    assert is_eligible(entry(born), on, age) == (born <= latest_birth(on, age))


@pytest.mark.parametrize(
    "typed", ["1980-05-17", "17/05/1980", "17-5-1980", "17.05.1980", " 17/5/1980 "]
)
def test_a_birth_date_may_be_written_in_either_order(typed):
    assert parse_birth_date(typed, date(2026, 1, 1)) == date(1980, 5, 17)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "missing"),
        ("17/05/80", "cannot be read"),
        ("mayo", "cannot be read"),
        ("31/02/1980", "no such day"),
        ("00/00/0000", "no such day"),
        ("2026-01-02", "future"),
        ("1850-01-01", "120 years"),
    ],
)
def test_what_is_wrong_with_a_birth_date_is_named(typed, reason):
    fault = parse_birth_date(typed, date(2026, 1, 1))

    assert isinstance(fault, Text)
    assert reason in str(fault)


def test_a_postcode_gets_back_the_zero_that_a_spreadsheet_dropped():
    assert parse_postcode(" 1001 ") == "01001"
    assert "five digits" in str(parse_postcode("ABC"))
    assert "missing" in str(parse_postcode(" "))
