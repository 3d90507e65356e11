"""How a file is counted: as it is typed on the command line, or else as the file itself says."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace

from concejo.commands.arguments import typed_conflicts, typed_ties
from concejo.errors import Refused
from concejo.text import Text, _
from voting.core.limits import limits_of
from voting.core.outcome import RuleSpec
from voting.core.pabulib import PabulibFile
from voting.core.profile import Instance, Quota, Scoring, scoring_of
from voting.core.rules import settled, validate
from voting.core.rules.codes import code_of
from voting.core.rules.stated import FILE_ORDER, stated_rule, stated_unknown
from voting.core.rules.typed import read_rule, typed_rule
from voting.core.ties import Ties, validate_ties

#: A file that Concejo wrote says by this key, and others, how it is counted.
_OUR_KEY = "concejo_rule"


@dataclass(frozen=True)
class Terms:
    """Hold the code by which the rule is called, the rule in full, the ties and what is limited."""

    code: str
    rule: RuleSpec
    ties: Ties
    conflicts: tuple[tuple[str, ...], ...] = ()
    quotas: tuple[Quota, ...] = ()

    def instance(self, file: PabulibFile) -> Instance:
        """Give what was voted on, with its limits, or refuse those that cannot be."""
        try:
            made = replace(file.instance, conflicts=self.conflicts, quotas=self.quotas)
            limits_of(made)
        except ValueError as error:
            raise Refused(
                _("These limits cannot be counted with: {reason}.", reason=str(error))
            ) from error
        return made


def is_ranking(name: str) -> bool:
    """Tell by its name whether a file holds rankings without costs."""
    return name.lower().endswith(".blt")


def asks_question(arguments: argparse.Namespace) -> bool:
    """Tell whether options are to be ranked, rather than a budget shared out."""
    if is_ranking(arguments.file):
        return True
    name = read_rule(arguments.rule or "").name
    if not name or typed_rule(name, "XXX", Scoring.VOTES) is not None:
        return False
    from voting.core.decisions import RULES

    return name.replace("-", "_") in RULES


def terms_of(file: PabulibFile, arguments: argparse.Namespace) -> Terms:
    """Settle how the file is counted; what is typed goes before what the file says."""
    terms = _of_ours(file) if _OUR_KEY in file.meta else _of_meta(file, arguments.rule)
    if arguments.rule:
        code = arguments.rule.partition(":")[0].strip()
        terms = replace(terms, code=code, rule=_typed(file, arguments.rule))
    if ties := typed_ties(arguments):
        terms = replace(terms, ties=ties)
    if conflicts := typed_conflicts(arguments):
        terms = replace(terms, conflicts=conflicts)
    if arguments.quota:
        terms = replace(terms, quotas=_typed_quotas(file, arguments.quota))
    demand(validate(terms.rule) + validate_ties(terms.ties))
    full = settled(terms.rule)
    if full.parameters["scoring"] not in (Scoring.VOTES, scoring_of(file.kind)):
        raise Refused(_("The rule adds up points that this kind of ballot does not have."))
    return replace(terms, rule=full)


def demand(reasons: Sequence[Text]) -> None:
    """Refuse to count where there is any reason not to."""
    if reasons:
        places = {f"reason{at}": reason for at, reason in enumerate(reasons)}
        raise Refused(Text(" ".join(f"{{{place}}}" for place in places), places))


def _typed(file: PabulibFile, typed: str) -> RuleSpec:
    rule = typed_rule(typed, file.currency, scoring_of(file.kind), file.threshold or 0)
    if rule is None:
        raise Refused(
            _("There is no rule {code}. All are listed by: concejo count --rules", code=typed)
        )
    return rule


def _of_ours(file: PabulibFile) -> Terms:
    # What a count at home has no use for is not imported.
    from voting.board.core import counting_in

    try:
        stated = counting_in(file)
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(
            _("What the file says on how it is counted cannot be read: {reason}", reason=str(error))
        ) from error
    if stated is None:
        return _of_meta(file, "")
    demand(validate(stated.rule))
    code = code_of(settled(stated.rule), has_conflicts=bool(stated.conflicts))
    return Terms(code, stated.rule, stated.ties, stated.conflicts, stated.quotas)


def _of_meta(file: PabulibFile, typed: str | None) -> Terms:
    """Take the rule of META, unless another is typed anyway."""
    rule = stated_rule(file)
    if rule is None and not typed:
        raise Refused(stated_unknown(file))
    return Terms(file.meta["rule"], rule or RuleSpec(""), FILE_ORDER)


def _typed_quotas(file: PabulibFile, typed: list[str]) -> tuple[Quota, ...]:
    from voting.imports.core import read_quota

    return tuple(read_quota(quota, file.currency) for quota in typed)
