"""Counting a file of rankings by a rule of decision: its projects or candidates are the options."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from concejo.commands.arguments import typed_ties
from concejo.commands.count.clock import Clock
from concejo.commands.count.counted import Choice, Counted, Funds, Told
from concejo.commands.count.given import demand, is_ranking
from concejo.errors import NotFound, Refused
from concejo.text import _
from voting.core import blt
from voting.core.decisions import (
    RULES,
    Decision,
    Option,
    Question,
    Reads,
    UnreadableBallot,
    decide,
    fits,
    settled,
    validate,
    validate_order,
)
from voting.core.decisions.explain import explain
from voting.core.loading import load
from voting.core.outcome import RuleSpec
from voting.core.pabulib import PabulibFile
from voting.core.pabulib.sections import decoded
from voting.core.profile import Profile
from voting.core.rules.stated import FILE_ORDER
from voting.core.rules.typed import read_rule
from voting.core.steps import TieBroken
from voting.core.ties import Ties

#: How a ranking is counted where nobody says it; the seats are in the file.
_USUAL = "stv"


def count_question(data: bytes, arguments: argparse.Namespace, clock: Clock) -> Counted:
    """Count the file by the rule that is typed."""
    code, rule = _rule(arguments.rule or _USUAL)
    ties = typed_ties(arguments) or FILE_ORDER
    with clock.measuring("load"):
        question, profile, file = _loaded(data, arguments.file, rule)
    if arguments.seats:
        question = _with_seats(question, arguments.seats)
    demand(validate_order(ties) + fits(rule, question))
    with clock.measuring("count"):
        decision = _decided(rule, question, profile, ties)
    names = {option.code: option.name for option in question.options}
    votes = dict(zip(decision.options, decision.votes, strict=True))
    costs = {p.code: p.cost for p in file.instance.projects} if file else {}
    return Counted(
        code=code,
        rule=decision.rule,
        order=ties,
        winners=[
            Choice(code, names[code], str(votes[code]), costs.get(code, 0))
            for code in decision.winners
        ],
        standing=len(question.options),
        voters=decision.voters,
        ties=[step for step in decision.steps if isinstance(step, TieBroken)],
        digest=decision.digest(),
        notes=file.notes if file else (),
        tell=partial(_told, decision, names),
        funds=_funds(file, sum(costs.get(code, 0) for code in decision.winners)),
    )


def _rule(typed: str) -> tuple[str, RuleSpec]:
    spec = read_rule(typed)
    rule = replace(spec, name=spec.name.replace("-", "_"))
    if rule.name not in RULES:
        raise Refused(
            _(
                "There is no rule {code} for a ranking. All are listed by: concejo count --rules",
                code=spec.name,
            )
        )
    demand(validate(rule))
    return spec.name, settled(rule)


def _loaded(data: bytes, name: str, rule: RuleSpec) -> tuple[Question, Profile, PabulibFile | None]:
    if is_ranking(name):
        election = blt.read(decoded(data))
        return election.question, election.profile, None
    loaded = load(data)
    file, instance = loaded.file, loaded.file.instance
    needs_order = RULES[rule.name].reads in (Reads.ORDER, Reads.WEAK_ORDER)
    if needs_order and not file.kind.is_ordered:
        raise Refused(_("This rule needs ballots that put the options in order."))
    if not instance.projects:
        raise Refused(_("The file has nothing to choose from."))
    options = tuple(Option(project.code, project.name) for project in instance.projects)
    return Question(options), loaded.ballots.profile(instance), file


def _with_seats(question: Question, seats: int) -> Question:
    if not 1 <= seats <= len(question.options):
        raise Refused(
            _(
                "There are {seats} seats for {options} candidates.",
                seats=seats,
                options=len(question.options),
            )
        )
    return replace(question, seats=seats)


def _decided(rule: RuleSpec, question: Question, profile: Profile, ties: Ties) -> Decision:
    try:
        return decide(rule, question, profile, ties)
    except UnreadableBallot as error:
        raise Refused(
            _("The rule cannot count these ballots: {reason}.", reason=str(error))
        ) from error


def _funds(file: PabulibFile | None, spent: int) -> Funds | None:
    return Funds(file.instance.budget, spent, file.currency) if file else None


def _told(
    decision: Decision, names: Mapping[str, str], codes: Sequence[str], compares: bool
) -> Told:
    """Explain the decision, which is of all options at once, for each that is asked for."""
    if compares:
        raise Refused(_("Only rules that share a budget out are set beside one another."))
    for code in codes:
        if code not in names:
            raise NotFound(_("There is no option {code} in the file.", code=code))
    sentences = explain(decision, names)
    return Told(dict.fromkeys(codes, sentences))
