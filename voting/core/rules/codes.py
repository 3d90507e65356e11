"""Codes: the short names of rules that people type and files carry.

Pabulib's own codes mean what its checker counts (`greedy-custom` is what Poznań does, for which it
stands in nearly all files); what Pabulib has no code for has one of ours. Equal shares take a
completion behind a stroke: `equalshares/add1u`, `equalshares-cardinality/add1`.
"""

from collections.abc import Mapping
from dataclasses import replace

from concejo.text import Money
from voting.core.outcome import RuleSpec

_Parameters = Mapping[str, int | str | bool]

_GREEDY: dict[str, _Parameters] = {
    "greedy": {},
    "greedy-no-skip": {"over_budget": "stop"},
    "greedy-threshold": {},
    "greedy-exclusive": {"exclusive": True},
    "greedy-custom": {"over_budget": "stop", "reserve_percent": 80},
    "greedy-per-cost": {"by": "score_per_cost"},
}
#: Of each of these rules, the code with what is set by default comes first.
_OTHERS: dict[str, dict[str, _Parameters]] = {
    "phragmen": {"phragmen": {}, "phragmen-skip": {"over_budget": "skip"}},
    "max_welfare": {"max-welfare": {}, "max-welfare-cost": {"utility": "score_times_cost"}},
    "bounded_overspending": {"bos": {}, "bos-cardinality": {"satisfaction": "cardinality"}},
}
_SATISFACTIONS = {"": "cost", "-cardinality": "cardinality"}
_COMPLETIONS: dict[str, _Parameters] = {
    "": {"completion": "none"},
    "/add1": {"completion": "add1", "exhaustive_stop": False},
    "/add1-exhaustive": {"completion": "add1", "exhaustive_stop": True},
    "/add1u": {"completion": "add1u", "exhaustive_stop": True},
    "/utilitarian": {"completion": "utilitarian"},
}
_COMPARISONS: dict[str, _Parameters] = {"": {}, "-comparison": {"comparison": "number"}}


def _equal_shares() -> dict[str, RuleSpec]:
    return {
        f"equalshares{satisfied}{completed}{compared}": RuleSpec(
            "equal_shares", {"satisfaction": satisfaction, **completion, **comparison}
        )
        for satisfied, satisfaction in _SATISFACTIONS.items()
        for completed, completion in _COMPLETIONS.items()
        for compared, comparison in _COMPARISONS.items()
    }


#: What each code stands for, where the money is in hundredths.
CODES: dict[str, RuleSpec] = {
    **{code: RuleSpec("greedy", parameters) for code, parameters in _GREEDY.items()},
    **_equal_shares(),
    **{
        code: RuleSpec(name, parameters)
        for name, codes in _OTHERS.items()
        for code, parameters in codes.items()
    },
}


def spec_of(code: str, currency: str, threshold: int = 0) -> RuleSpec | None:
    """Give the rule of a code for amounts of a currency; None for a code that is none.

    A share grows by one whole unit of the currency. The threshold is what a file states.
    """
    spec = CODES.get(code)
    if spec is None:
        return None
    parameters = dict(spec.parameters)
    if spec.name == "equal_shares":
        parameters["step"] = 10 ** Money(0, currency).exponent
    if threshold and code.startswith("greedy"):
        parameters["threshold"] = threshold
    return replace(spec, parameters=parameters)


def code_of(spec: RuleSpec, *, has_conflicts: bool = False) -> str:
    """Give the code that comes nearest to a rule; its parameters say the rest."""
    parameters = spec.parameters
    if spec.name == "equal_shares":
        completion = parameters.get("completion", "add1u")
        completed = {"none": "", "utilitarian": "/utilitarian"}.get(str(completion), "/add1")
        compared = "" if parameters.get("comparison", "none") == "none" else "-comparison"
        satisfied = "-cardinality" if parameters.get("satisfaction") == "cardinality" else ""
        return f"equalshares{satisfied}{completed}{compared}"
    if spec.name != "greedy":
        return _nearest(spec)
    if parameters.get("by") == "score_per_cost":
        return "greedy-per-cost"
    if parameters.get("reserve_percent"):
        return "greedy-custom"
    if has_conflicts and parameters.get("exclusive", True):
        return "greedy-exclusive"
    if parameters.get("over_budget") == "stop":
        return "greedy-no-skip"
    return "greedy-threshold" if parameters.get("threshold") else "greedy"


def _nearest(spec: RuleSpec) -> str:
    """Give the last code that says nothing else than the rule; its name where there is none."""
    near = [
        code
        for code, parameters in _OTHERS.get(spec.name, {}).items()
        if all(spec.parameters.get(name) == value for name, value in parameters.items())
    ]
    return near[-1] if near else spec.name
