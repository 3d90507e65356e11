"""Rules of decision for questions: the list of them, and what one can ask of any."""

from decimal import Decimal

from concejo.text import Text, _, ngettext
from voting.core.decisions import (
    approval,
    borda,
    copeland,
    irv,
    majority,
    ranked_pairs,
    schulze,
    stv,
)
from voting.core.decisions.decision import Decision, from_json, to_json
from voting.core.decisions.order import OptionOrder, describe_order, validate_order
from voting.core.decisions.question import Option, Question
from voting.core.decisions.rankings import (
    Reads,
    UnreadableBallot,
    check_ballots,
    first_votes,
)
from voting.core.decisions.spec import Case, DecisionRule, Finding
from voting.core.decisions.steps import NobodyChose, QuorumChecked
from voting.core.outcome import RuleSpec
from voting.core.profile import Profile
from voting.core.rules import NoSuchRule
from voting.core.ties import Ties

__all__ = [
    "RULES",
    "Decision",
    "DecisionRule",
    "NoSuchRule",
    "Option",
    "Question",
    "Reads",
    "UnreadableBallot",
    "decide",
    "describe",
    "fits",
    "from_json",
    "settled",
    "to_json",
    "validate",
    "validate_order",
]

RULES: dict[str, DecisionRule] = {
    rule.name: rule
    for rule in (
        majority.RULE,
        approval.RULE,
        borda.RULE,
        schulze.RULE,
        ranked_pairs.RULE,
        copeland.RULE,
        irv.RULE,
        stv.SCOTTISH,
        stv.RULE,
    )
}


def validate(spec: RuleSpec) -> tuple[Text, ...]:
    """Give every reason why the specification cannot be used; none means that it can."""
    if spec.name not in RULES:
        return (_("There is no rule of decision named {name}.", name=spec.name),)
    return RULES[spec.name].validate(spec.parameters)


def settled(spec: RuleSpec) -> RuleSpec:
    """Fill in the defaults, to lock and publish a specification that leaves nothing open."""
    _refuse(validate(spec))
    return RULES[spec.name].settled(spec.parameters)


def fits(spec: RuleSpec, question: Question, eligible: int | None = None) -> tuple[Text, ...]:
    """Give every reason why a valid specification cannot answer this question."""
    full = settled(spec)
    reasons = RULES[full.name].fits(question)
    asks_roll = full.parameters["quorum_permille"] or full.parameters.get("of") == "eligible"
    if asks_roll and eligible is None:
        reasons += (_("The rule needs to know how many people may vote."),)
    return reasons


def describe(spec: RuleSpec, ties: Ties) -> tuple[Text, ...]:
    """Tell a resident in plain sentences how the decision is made and how ties break."""
    full = settled(spec)
    sentences = RULES[full.name].describe(full) + _described_quorum(full)
    return sentences if full.name == majority.RULE.name else sentences + describe_order(ties)


def _described_quorum(spec: RuleSpec) -> tuple[Text, ...]:
    sentences: tuple[Text, ...] = ()
    ballots, permille = (int(spec.parameters[f"quorum_{of}"]) for of in ("ballots", "permille"))
    if ballots:
        sentences += (
            ngettext(
                "Nothing is decided with fewer than {count} ballot, blank ones counted too.",
                "Nothing is decided with fewer than {count} ballots, blank ones counted too.",
                ballots,
            ),
        )
    if permille:
        sentences += (
            _(
                "Nothing is decided unless {percent} % of all who may vote take part.",
                percent=Decimal(permille) / 10,
            ),
        )
    return sentences


def decide(
    spec: RuleSpec, question: Question, profile: Profile, ties: Ties, eligible: int | None = None
) -> Decision:
    """Decide the question: the same values always give the very same decision."""
    full = settled(spec)
    _refuse(validate_order(ties) + fits(full, question, eligible))
    rule = RULES[full.name]
    check_ballots(question, profile, rule.reads)
    votes = first_votes(question, profile, rule.reads)
    order = OptionOrder(ties, question, votes)
    found = _found(rule, Case(full, question, profile, order, eligible))
    return Decision(
        options=question.codes,
        seats=question.seats,
        winners=found.winners,
        ranking=found.ranking,
        steps=found.steps,
        votes=votes,
        voters=profile.voters,
        blank=profile.blank,
        eligible=eligible,
        rule=full,
        ties=ties,
    )


def _found(rule: DecisionRule, case: Case) -> Finding:
    """Count, unless there is nothing to count or too few took part."""
    checked = _quorum(case)
    if not all(step.reached for step in checked):
        return Finding((), (), checked)
    if not case.profile.filled:
        return Finding((), (), (*checked, NobodyChose(case.profile.blank)))
    found = rule.decide(case)
    return Finding(found.winners, found.ranking, (*checked, *found.steps))


def _quorum(case: Case) -> tuple[QuorumChecked, ...]:
    ballots, permille = (
        int(case.spec.parameters[f"quorum_{of}"]) for of in ("ballots", "permille")
    )
    share = -(-(case.eligible or 0) * permille // 1000)
    needed = max(ballots, share)
    cast = case.profile.voters
    return (QuorumChecked(cast, needed, cast >= needed),) if needed else ()


def _refuse(reasons: tuple[Text, ...]) -> None:
    if reasons:
        raise NoSuchRule("; ".join(map(str, reasons)))
