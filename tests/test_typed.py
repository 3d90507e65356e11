"""What people type is read the same way in every room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.typed import NUMBER_MAX, ROW_MAX, fold, read_line, read_number, read_row, read_words


@given(st.text())
def test_words_hold_nothing_that_a_database_refuses(typed):
    read = read_words(typed)

    assert "\0" not in read
    assert read == read.strip()
    assert read_words(read) == read


def test_words_have_one_kind_of_line_break_and_a_line_has_none():
    assert read_words(" uno\r\ndos \0") == "uno\ndos"
    assert read_line(" uno\r\n  dos ") == "uno dos"


@pytest.mark.parametrize("sent", [None, b"bytes", object(), ["a"]])
def test_what_is_no_text_is_read_as_nothing(sent):
    assert read_words(sent) == ""
    assert read_number(sent) is None
    assert read_row(sent) is None


@given(st.integers(0, NUMBER_MAX))
def test_a_number_is_read_as_it_was_written(number):
    assert read_number(f" {number} ") == number
    assert read_number(number) == number


@pytest.mark.parametrize(
    "typed", ["", "-1", "1.5", "1e5", "٣", "²", "9" * 5000, str(NUMBER_MAX + 1)]
)
def test_what_is_no_number_for_a_column_is_none(typed):
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "row"), [("1", 1), (str(ROW_MAX), ROW_MAX), (str(ROW_MAX + 1), None), ("0", None)]
)
def test_a_row_is_counted_from_one_to_the_end_of_its_column(typed, row):
    assert read_row(typed) == row


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("spelling", ["árbol", "ÁRBOL", "Arbol", "a\u0301rbol"])
def test_accents_and_capitals_fold_into_one(spelling):
    assert fold(spelling) == "arbol"
