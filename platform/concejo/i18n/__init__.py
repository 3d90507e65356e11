"""Turn `Text`, money, numbers and moments into the words of one language.

The catalogues are gettext `.po` files, one a room, read at start: `i18n/es/voting.po`. English is
the key itself, so it has none.
"""

from concejo.i18n.catalogues import Catalogue, catalogue
from concejo.i18n.formats import (
    format_date,
    format_datetime,
    format_day_before,
    format_money,
    format_number,
    format_until,
)
from concejo.i18n.translate import translate

#: Every language that a page can be read in, in its own name; the first is the default.
NAMES = {"es": "Español", "en": "English"}
DEFAULT = "es"

__all__ = [
    "DEFAULT",
    "NAMES",
    "Catalogue",
    "catalogue",
    "format_date",
    "format_datetime",
    "format_day_before",
    "format_money",
    "format_number",
    "format_until",
    "translate",
]
