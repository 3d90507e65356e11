"""Money is read as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.amounts import NotAnAmount, parse_money, write_money
from concejo.i18n import format_money
from concejo.text import Money


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12500", 1250000),
        ("12.500", 1250000),
        ("12,500", 1250000),
        ("12 500", 1250000),
        ("12.500,5", 1250050),
        ("12,500.50", 1250050),
        ("1.234.567,89", 123456789),
        ("12,5", 1250),
        ("12.50", 1250),
        (" € 12 ", 1200),
        ("12\xa0€", 1200),
        ("12 EUR", 1200),
        ("1.000 euros", 100000),
        ("0", 0),
    ],
)
def test_an_amount_is_read_whatever_its_separators(typed, cents):
    assert parse_money(typed, "EUR") == Money(cents, "EUR")


@pytest.mark.parametrize(
    "typed",
    ["", "mucho", "-5", "1e5", "1.2.3", "1,23,456", "12.500.00", "12 USD", "1/2", "٣٤", "9" * 14],
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(NotAnAmount):
        parse_money(typed, "EUR")


def test_a_currency_without_cents_takes_none():
    assert parse_money("12.500", "CLP") == Money(12500, "CLP")
    with pytest.raises(NotAnAmount):
        parse_money("12,50", "CLP")


@given(st.integers(0, 10**14), st.sampled_from(["EUR", "PEN"]), st.sampled_from(["es", "en"]))
def test_what_we_write_we_can_read(amount, currency, language):
    money = Money(amount, currency)

    written = format_money(money, language).replace("PEN", "").replace("S/", "")

    assert parse_money(written, currency) == money
    assert parse_money(write_money(money), currency) == money
