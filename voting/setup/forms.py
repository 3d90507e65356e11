"""Read the terms of a vote as they were filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

from concejo.errors import Invalid
from concejo.text import Text, _
from concejo.typed import read_number, read_words
from voting.core.ballots import BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.core.ties import TieKey, Ties
from voting.setup.core import Terms, faults

#: The kinds of ballot that the page offers; imported votes may have others.
KINDS: dict[str, Text] = {
    Kind.KNAPSACK: _("Projects that together cost no more than the money there is"),
    Kind.APPROVAL: _("As many projects as one likes, or up to a number"),
}
RULES: dict[str, tuple[Text, RuleSpec]] = {
    "greedy": (
        _("Most votes first; what does not fit is skipped"),
        RuleSpec("greedy", {"over_budget": "skip", "threshold": 1}),
    ),
    "greedy_stop": (
        _("Most votes first; the count ends at the first that does not fit"),
        RuleSpec("greedy", {"over_budget": "stop", "threshold": 1}),
    ),
    "equal_shares": (
        _("Equal shares: every voter has the same part of the money"),
        RuleSpec("equal_shares", {}),
    ),
}
TIES: dict[str, tuple[Text, tuple[TieKey, ...]]] = {
    "cheapest": (
        _("The one that costs less goes first, then the one published first"),
        (TieKey.CHEAPEST, TieKey.PUBLISHED_ORDER),
    ),
    "published": (_("The one published first goes first"), (TieKey.PUBLISHED_ORDER,)),
    "lot": (_("A lot that anybody can draw again from a public seed"), (TieKey.LOT,)),
}


@dataclass(frozen=True)
class TermsForm:
    """The terms that the page can set."""

    terms: Terms

    @classmethod
    def parse(cls, typed: Mapping[str, object]) -> "TermsForm":
        """Check what was typed, or raise `Invalid` with every reason."""
        text = {name: read_words(value) for name, value in typed.items()}
        wrong: dict[str, Text] = {}
        for name, known in (("kind", KINDS), ("rule", RULES), ("ties", TIES)):
            if text.get(name, "") not in known:
                wrong[name] = _("Choose one of these.")
        most = _most(text.get("most", ""), wrong)
        seed = text.get("seed", "")
        if text.get("ties") == "lot" and not seed:
            wrong["seed"] = _("The lot needs a public seed.")
        if len(seed) > 120:
            wrong["seed"] = _("The seed may have at most 120 characters.")
        if wrong:
            raise Invalid(wrong, text)
        form = BallotForm(Kind(text["kind"]), max_length=most, allows_blank=True)
        terms = Terms(form, RULES[text["rule"]][1], Ties(TIES[text["ties"]][1], seed))
        if faults(terms):
            raise Invalid({"": faults(terms)[0]}, text)
        return cls(terms)


def _most(typed: str, wrong: dict[str, Text]) -> int | None:
    if not typed:
        return None
    most = read_number(typed, 500) or None
    if most is None:
        wrong["most"] = _("A whole number from 1 to 500, or nothing.")
    return most


def typed_of(terms: Terms) -> dict[str, object]:
    """Give the terms as the page shows them; what it cannot set is left open."""
    rules = (name for name, (_words, rule) in RULES.items() if _is_same(rule, terms.rule))
    ties = (name for name, (_words, order) in TIES.items() if order == terms.ties.order)
    return {
        "kind": terms.form.kind.value,
        "most": "" if terms.form.max_length is None else str(terms.form.max_length),
        "rule": next(rules, ""),
        "ties": next(ties, ""),
        "seed": terms.ties.seed,
    }


def _is_same(rule: RuleSpec, kept: RuleSpec) -> bool:
    return rule.name == kept.name and all(
        kept.parameters.get(name) == value for name, value in rule.parameters.items()
    )
