"""A contest typed as one line of codes, for whoever types hundreds of sheets.

3 7 12          what is wanted; in an order, the most wanted first
3:5 7:2         what gets points, or places
-               the blank vote
"""

import re
from collections.abc import Sequence

from concejo.text import Text, _
from voting.booth.forms import Typed, field_of
from voting.core.ballots import Kind
from voting.setup.core import ContestView

BLANK_SIGN = "-"
_BETWEEN = re.compile(r"[\s,;]+")
_NUMBERED = re.compile(r"(.+)[:=]([-−]?[0-9]+)")


class Spelt:
    """The fields of a form, in which the codes of a line stand as if they had been ticked."""

    def __init__(self, typed: Typed) -> None:
        self._typed = typed
        self._put: dict[str, list[str]] = {}
        self.faults: dict[str, Text] = {}

    def getlist(self, key: str, /) -> Sequence[object]:
        """Give all values of a name."""
        return self._put[key] if key in self._put else self._typed.getlist(key)

    def put(self, contest: ContestView, kind: Kind, line: str) -> None:
        """Put the codes of a contest in the place of its ticks, its numbers and its blank vote."""
        name = field_of(contest.id)
        if self._is_ticked(contest):
            self._fault(contest, _("Type codes or tick, not both."))
        elif line == BLANK_SIGN:
            self._put[f"blank-{contest.id}"] = ["1"]
        else:
            known = {project.code.casefold(): project.id for project in contest.projects}
            known |= {project.code: project.id for project in contest.projects}
            ids: list[str] = []
            for place, token in enumerate(_BETWEEN.split(line.strip(" ,;")), 1):
                code, number = _apart(token, kind, place)
                at = known.get(code, known.get(code.casefold()))
                if number is None:
                    self._fault(contest, _("“{typed}” is no code with a number: 7:2", typed=token))
                elif at is None:
                    self._fault(contest, _("There is no code “{typed}” here.", typed=code))
                elif str(at) in ids:
                    self._fault(contest, _("The code “{typed}” is there twice.", typed=code))
                else:
                    ids.append(str(at))
                    self._put[f"{name}-{at}"] = [number]
            self._put[name] = ids

    def _is_ticked(self, contest: ContestView) -> bool:
        name = field_of(contest.id)
        names = [name, f"blank-{contest.id}", *(f"{name}-{p.id}" for p in contest.projects)]
        return any(str(value).strip() for at in names for value in self._typed.getlist(at))

    def _fault(self, contest: ContestView, reason: Text) -> None:
        whole = _("{contest}: {reason}", contest=contest.name, reason=reason)
        self.faults.setdefault(field_of(contest.id), whole)


def _apart(token: str, kind: Kind, place: int) -> tuple[str, str | None]:
    """Take a token apart into code and number; None where the number is missing."""
    if not kind.has_points:
        return token, str(place)
    found = _NUMBERED.fullmatch(token)
    return (found[1], found[2]) if found else (token, None)
