"""A whole sheet as it was typed: its number, its contests, or why it is null."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from concejo.errors import Invalid
from concejo.text import Text, _
from concejo.typed import read_line, read_number
from voting.booth.forms import Paper, Typed
from voting.core.ballots import BallotForm
from voting.core.protocol.plain import encode_plain
from voting.desk.core import Style
from voting.paper.core import NULL, Content, Reason
from voting.paper.forms.acts import MAX_SHEETS
from voting.paper.forms.codes import Spelt


@dataclass(frozen=True)
class SheetForm:
    """A sheet as it was typed, right or wrong, ready to be shown again.

    Each contest is a line of codes, or ticked and numbered as on the ballot of the web.
    """

    number: str
    style: Style
    paper: Paper
    codes: Mapping[int, str]
    reason: str
    slips: Mapping[str, Text]

    @classmethod
    def read(cls, typed: Typed, style: Style, general: BallotForm) -> Self:
        """Read what was typed, without judging it yet."""
        codes = {contest.id: _line(typed, f"codes-{contest.id}") for contest in style.contests}
        spelt = Spelt(typed)
        for contest in style.contests:
            if codes[contest.id]:
                spelt.put(contest, general.kind, codes[contest.id])
        paper = Paper.read(spelt, style.contests, general)
        number, reason = _line(typed, "number"), _line(typed, "reason")
        return cls(number, style, paper, codes, reason, spelt.faults)

    @classmethod
    def empty(cls, number: int, style: Style, general: BallotForm) -> Self:
        """Give the form on which nothing is typed yet."""
        return cls(str(number), style, Paper.empty(style.contests, general), {}, "", {})

    @property
    def may_be_null(self) -> bool:
        """Say whether what is wrong can be what the sheet says, and not a slip or a gap."""
        return not self.slips and all(
            part.chosen or part.is_blank or part.fault or not part.form.allows_blank
            for part in self.paper.parts
        )

    def parse(self, *, is_null: bool = False) -> tuple[int, Content]:
        """Give the sheet's number and what is on it, or raise `Invalid` with all that is wrong.

        With `is_null` the sheet itself says what is not allowed, and is null for that reason.
        """
        says_so = is_null and self.may_be_null
        reason = self.reason or (Reason.NOT_ALLOWED.value if says_so else "")
        number = read_number(self.number, most=MAX_SHEETS)
        faults: dict[str, Text] = {}
        if not number:
            faults["number"] = _("Write the number that is stamped on the sheet.")
        if reason and reason not in list(Reason):
            faults["reason"] = _("Choose why the sheet is null.")
        plain = NULL if reason else self._plain(faults)
        if faults:
            raise Invalid(faults)
        return number or 0, Content(self.style.key, plain, Reason(reason) if reason else None)

    def _plain(self, faults: dict[str, Text]) -> str:
        faults.update(self.slips)
        try:
            choices = self.paper.parse()
        except Invalid as invalid:
            # A slip in the codes says more than what comes of it.
            faults.update({name: why for name, why in invalid.fields.items() if name not in faults})
            return NULL
        areas = {contest.id: contest.area_code for contest in self.style.contests}
        return encode_plain({areas[at]: ballot for at, ballot in choices.items()})


def _line(typed: Typed, name: str) -> str:
    values = typed.getlist(name)
    return read_line(values[0]) if values else ""
