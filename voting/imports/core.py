"""What a Pabulib file says about how it is to be voted and counted.

See “imports” in voting/README.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from concejo.errors import Refused
from concejo.text import Text, _, ngettext
from concejo.typed import read_line
from voting.board.core import Counting, counting_in
from voting.core.ballots import Ballot, BallotForm, check
from voting.core.limits import limits_of
from voting.core.malformed import Malformed
from voting.core.outcome import Outcome, RuleSpec
from voting.core.pabulib import PabulibFile, read
from voting.core.pabulib.values import minor
from voting.core.profile import Instance, Profile, Quota
from voting.core.rules import count, settled
from voting.core.rules.stated import FILE_ORDER, stated_rule, stated_unknown
from voting.core.rules.typed import read_rule as read_rule
from voting.core.ties import Ties
from voting.setup.core import Terms, faults, joined

#: The limits of a ballot, and what stands for "no such limit".
_LIMITS: dict[str, int | None] = {
    "max_length": None,
    "min_length": 1,
    "max_sum_cost": None,
    "min_sum_cost": None,
    "min_points": None,
    "max_points": None,
    "max_sum_points": None,
    "min_sum_points": None,
}


class NotImportable(Refused):
    """The file cannot be held as an election; nothing of it was taken."""


@dataclass(frozen=True)
class Plan:
    """An election as it is to be held again: its terms, ballots, and what had to be loosened."""

    file: PabulibFile
    terms: Terms
    conflicts: tuple[tuple[str, ...], ...]
    ballots: tuple[Ballot, ...]
    warnings: tuple[Text, ...]
    quotas: tuple[Quota, ...] = ()

    @property
    def instance(self) -> Instance:
        """Give what is voted on, ready to be counted."""
        return replace(self.file.instance, conflicts=self.conflicts, quotas=self.quotas)


def plan(
    text: str,
    rule: RuleSpec | None = None,
    ties: Ties | None = None,
    conflicts: Sequence[tuple[str, ...]] = (),
    quotas: Sequence[str] = (),
) -> Plan:
    """Read a file and decide how it is voted and counted, or refuse it whole.

    `quotas` are as the command line takes them; see `read_quota`.
    """
    file = read_file(text)
    usual = file.form.default_score
    ballots = tuple(_without_usual(line.ballot, usual) for line in file.votes)
    form, loosened = _fitting(file, ballots)
    counting = counting_in(file) or _counting_of(file, rule)
    terms = Terms(form, rule or counting.rule, ties or counting.ties)
    made = Plan(
        file,
        terms,
        tuple(conflicts) or counting.conflicts,
        ballots,
        (*file.notes, *loosened),
        tuple(read_quota(typed, file.currency) for typed in quotas) or counting.quotas,
    )
    _demand_sound(made)
    return made


def _demand_sound(made: Plan) -> None:
    """Refuse terms that cannot count, and limits that share out more than there is."""
    reasons = faults(made.terms)
    if reasons:
        raise NotImportable(joined(reasons))
    try:
        limits_of(made.instance)
    except ValueError as error:
        raise NotImportable(
            _("These limits cannot be counted with: {reason}.", reason=str(error))
        ) from error


def read_file(text: str) -> PabulibFile:
    """Read a whole file, or refuse it with the line and the reason."""
    try:
        return read(text)
    except Malformed as error:
        raise NotImportable(error.text) from error


def recount(made: Plan) -> Outcome:
    """Count the ballots of a file by its rule, as they would be counted here."""
    profile = Profile.of(made.ballots)
    return count(settled(made.terms.rule), made.instance, profile, made.terms.ties)


def _counting_of(file: PabulibFile, rule: RuleSpec | None) -> Counting:
    found = rule or stated_rule(file)
    if found is None:
        raise NotImportable(stated_unknown(file))
    return Counting(found, FILE_ORDER)


def _without_usual(ballot: Ballot, usual: int) -> Ballot:
    """Leave out projects to which a ballot gives what they get unnamed: zero, or the default."""
    if usual not in ballot.points:
        return ballot
    pairs = zip(ballot.choices, ballot.points, strict=True)
    kept = [(code, points) for code, points in pairs if points != usual]
    return Ballot(tuple(code for code, _n in kept), tuple(points for _code, points in kept))


def _fitting(file: PabulibFile, ballots: Sequence[Ballot]) -> tuple[BallotForm, list[Text]]:
    """Give the form of the file without the limits that its own ballots do not keep.

    The city counted those ballots, so they are counted here; what was loosened is said.
    """
    distinct = set(ballots)
    form = replace(file.form, allows_blank=Ballot() in distinct)
    projects = file.instance.projects
    warnings = []
    for name, none in _LIMITS.items():
        others = {other: default for other, default in _LIMITS.items() if other != name}
        alone = replace(form, **others)  # type: ignore[arg-type]  # each name has its own type
        broken = {ballot for ballot in distinct if check(ballot, alone, projects)}
        if broken and getattr(form, name) != none:
            form = replace(form, **{name: none})  # type: ignore[arg-type]  # as above
            number = sum(ballot in broken for ballot in ballots)
            warnings.append(
                ngettext(
                    "{count} ballot does not keep to {limit}; the limit is left out.",
                    "{count} ballots do not keep to {limit}; the limit is left out.",
                    number,
                    limit=name,
                )
            )
    return form, warnings


def slug_of(name: str) -> str:
    """Make an address of a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().removesuffix(".pb")).strip("-")[:60].strip("-")


def read_quota(typed: str, currency: str) -> Quota:
    """Read a quota as the command line takes it: `Norte:most=50000,reserved=20000:7,12,31`.

    Amounts are whole units of the currency, with a point before cents, as in a .pb file.
    """
    try:
        name, limits, projects = typed.split(":")
        pairs = [part.split("=") for part in limits.split(",")]
        amounts = {key: minor(amount, currency) for key, amount in pairs}
        if not amounts.keys() <= {"most", "reserved"} or len(amounts) < len(pairs):
            raise ValueError("no such limit, or one twice")
    except ValueError as error:
        raise NotImportable(
            _(
                "“{typed}” is no quota. Write it as NAME:most=AMOUNT,reserved=AMOUNT:CODE,CODE and"
                " leave out the limit that there is not.",
                typed=typed,
            )
        ) from error
    codes = tuple(dict.fromkeys(code.strip() for code in projects.split(",")))
    return Quota(read_line(name), codes, amounts.get("most"), amounts.get("reserved", 0))
