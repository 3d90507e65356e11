"""Read what was typed: words without what no page can show, days as a calendar writes them."""

from collections.abc import Mapping
from datetime import date

from concejo.text import Text, _
from concejo.typed import ROW_MAX, read_number, read_words

LONGEST = 4000


class Answers:
    """What was typed in a form, with the faults that are found while it is read."""

    def __init__(self, typed: Mapping[str, object]) -> None:
        self.typed = {
            name: str(value) for name, value in typed.items() if isinstance(value, str | int | date)
        }
        self.faults: dict[str, Text] = {}

    def words(self, name: str, longest: int = LONGEST) -> str:
        """Read words, without the spaces around them; more than `longest` characters is a fault."""
        read = read_words(self.typed.get(name))
        if len(read) > longest:
            self.faults[name] = _(
                "At most {longest} characters; this has {count}.", longest=longest, count=len(read)
            )
        return read

    def line(self, name: str, longest: int = 160) -> str:
        """Read words that stand on one line."""
        return " ".join(self.words(name, longest).split())

    def day(self, name: str) -> date | None:
        """Read a day; nothing typed is None, what is no day of the calendar is a fault."""
        typed = self.words(name, 40)
        if not typed:
            return None
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            self.faults[name] = _(
                "This is no day of the calendar: write it as year-month-day, 2027-03-31."
            )
            return None
        if not 2000 <= day.year <= 2100:
            self.faults[name] = _("Choose a day between the years 2000 and 2100.")
            return None
        return day

    def number(self, name: str) -> int:
        """Read a whole number; anything else is 0."""
        return read_number(self.typed.get(name), ROW_MAX) or 0
