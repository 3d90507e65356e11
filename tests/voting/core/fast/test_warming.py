"""The compiled kernel is loaded beforehand, wherever it is kept."""

import sys

from hypothesis import given, settings
from hypothesis import strategies as st
from numba.core.dispatcher import Dispatcher

from tests.voting.core.elections import TIES
from tests.voting.core.fast.test_engines import COMPLETIONS, POINTS, contests
from voting.core.fast.compiled import compiled
from voting.core.fast.warming import warm
from voting.core.outcome import RuleSpec
from voting.core.rules import settled
from voting.core.rules.equal_shares import count
from voting.core.rules.equal_shares.engines import fast_if_fine
from voting.core.table import BallotTable


def variants():
    """How many variants there are by now of each compiled function."""
    return {
        f"{module}.{name}": len(value.signatures)
        for module in [name for name in sys.modules if name.startswith("voting.core.fast.")]
        for name, value in vars(sys.modules[module]).items()
        if isinstance(value, Dispatcher)
    }


@settings(max_examples=50, deadline=None)
@given(st.one_of(contests(), contests(POINTS)), COMPLETIONS, st.booleans())
def test_once_it_is_warm_nothing_is_compiled_any_more(contest, parameters, in_arrays):
    instance, profile = contest
    has_points = any(ballot.points for ballot, _count in profile.groups)
    ballots = BallotTable.of(instance, profile).grouped() if in_arrays else profile
    scoring = "points" if has_points else "votes"
    step = max(1, instance.budget // max(profile.filled, 1) // 20)
    spec = settled(RuleSpec("equal_shares", {**parameters, "step": step, "scoring": scoring}))

    warm()
    before = variants()
    count(spec, instance, ballots, TIES, fast_if_fine)

    assert variants() == before
    assert sum(before.values()) > 0


def test_what_cannot_be_kept_is_compiled_all_the_same():
    # Of a function that stands in no file, nothing can be kept beside it.
    names = {}
    exec("def doubled(number):\n    return 2 * number", names)

    assert compiled(names["doubled"])(21) == 42
