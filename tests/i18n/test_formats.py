"""Numbers, money and moments read as people write them."""

from datetime import UTC, date, datetime

import pytest

from concejo.i18n import format_day_before, format_until, translate
from concejo.text import Money, Text, _, ngettext


@pytest.mark.parametrize(
    ("value", "spanish", "english"),
    [
        (Money(14_000_000, "EUR"), "140.000\u00a0€", "€140,000"),
        (Money(123_456, "EUR"), "1.234,56\u00a0€", "€1,234.56"),
        (Money(123_456_78, "PEN"), "123.456,78\u00a0PEN", "PEN\u00a0123,456.78"),
        (Money(5_000, "CLP"), "5.000\u00a0CLP", "CLP\u00a05,000"),
        (12_345, "12.345", "12,345"),
        (date(2027, 2, 25), "25 de febrero de 2027", "25 February 2027"),
    ],
)
def test_values_are_written_in_the_readers_way(value, spanish, english):
    assert translate(value, "es") == spanish
    assert translate(value, "en") == english


def test_a_moment_is_read_on_the_towns_clocks():
    noon = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)

    assert translate(noon, "es", "Europe/Madrid") == "1 de julio de 2027, 14:00"
    assert translate(noon, "es", "America/Lima") == "1 de julio de 2027, 07:00"


def test_an_end_at_midnight_is_read_as_the_day_that_it_closes():
    midnight = datetime(2027, 5, 30, 22, 0, tzinfo=UTC)

    assert format_until(midnight, "es", "Europe/Madrid") == "30 de mayo de 2027, 24:00"
    assert format_until(midnight, "es", "UTC") == "30 de mayo de 2027, 22:00"


def test_the_first_day_of_a_span_leaves_out_a_year_that_the_last_one_says():
    start, end = datetime(2027, 5, 9, 22, 0, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)

    assert format_day_before(start, end, "es", "Europe/Madrid") == "10 de mayo"
    assert format_day_before(start, end.replace(year=2028), "en", "UTC") == "9 May 2027"


def test_values_inside_a_sentence_take_its_language():
    sentence = _("{phase} costs {cost}", phase=_("Voting"), cost=Money(100_000_00, "EUR"))

    assert translate(sentence, "en") == "Voting costs €100,000"
    assert translate(sentence, "es") == "Votación costs 100.000\u00a0€"


def test_a_sentence_counts():
    def said(count: int) -> Text:
        return ngettext("One thing is missing.", "{count} things are missing.", count)

    assert translate(said(1), "en") == "One thing is missing."
    assert translate(said(2000), "en") == "2,000 things are missing."


def test_an_unknown_sentence_stays_readable():
    assert translate(Text("Never said before"), "es") == "Never said before"
