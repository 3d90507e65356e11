"""Real elections of several cities: the verifier's winners are the product's, by every rule.

The largest of them are counted by the rules that are quick on any town; all rules on the small.
"""

import pytest

from tests.voting.core.open_set import elections
from tests.voting.core.real_elections import FILE_ORDER
from tests.voting.verify.counting import counted, verified
from voting.core.profile import scoring_of
from voting.core.rules import count
from voting.core.rules.typed import typed_rule

#: Approval, one vote, points and rankings; up to ninety thousand ballots.
LARGE = (
    "Poland_Lodz_2022.pb",
    "Poland_Warszawa_2026.pb",
    "Poland_Wroclaw_2017.pb",
    "Poland_Katowice_2023.pb",
    "Poland_Krakow_2024.pb",
)
SMALL = (
    "Poland_Warszawa_2019_Las.pb",
    "Poland_Gdynia_2020_Babie_Doly__large.pb",
    "Poland_Warszawa_2018_Szczesliwice.pb",
    "France_Toulouse_2019.pb",
    "Poland_Zabrze_2020_Guido.pb",
)
RULES = (
    "greedy",
    "greedy-no-skip",
    "greedy:by=score_per_cost",
    "greedy-custom",
    "equalshares",
    "equalshares-cardinality",
    "phragmen",
    "max_welfare",
    "max_welfare:utility=score_times_cost",
)
ON_SMALL = (
    *RULES,
    "equalshares/add1",
    "equalshares/add1:comparison=number",
    "phragmen:over_budget=skip",
    "bounded_overspending",
    "bounded_overspending:satisfaction=cardinality",
)


def both(election, code):
    file = election.loaded.file
    rule = typed_rule(code, file.currency, scoring_of(file.kind))
    assert rule is not None
    profile = election.loaded.ballots.profile(file.instance)
    own = verified(rule, file.instance, profile, FILE_ORDER)
    return own, counted(count(rule, file.instance, election.loaded.ballots, FILE_ORDER))


@pytest.mark.parametrize("name", LARGE)
def test_a_city_is_counted_the_same(name):
    for election in elections(name):
        for code in RULES:
            own, theirs = both(election, code)
            assert own == theirs, code


@pytest.mark.parametrize("name", SMALL)
def test_a_district_is_counted_the_same_by_every_rule(name):
    for election in elections(name):
        for code in ON_SMALL:
            own, theirs = both(election, code)
            assert own == theirs, code
