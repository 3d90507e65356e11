"""The open set of real elections: each read and counted once, for the tests that look at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from zipfile import ZipFile

import pytest

from tests.voting.core.real_elections import ARCHIVE, FILE_ORDER
from voting.core.loading import Loaded, load
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Instance, Quota, scoring_of
from voting.core.rules import count, equal_shares, settled
from voting.core.rules.codes import CODES, spec_of
from voting.core.rules.entry import Entry
from voting.core.rules.equal_shares.engines import fast_if_fine
from voting.core.rules.equal_shares.run import Engine
from voting.core.rules.typed import typed_rule

#: Which projects exclude one another, as the comment of the file says in words.
CONFLICTS = {
    "Poland_Warszawa_2022_Bemowo.pb": (("773", "153"),),
    "Poland_Warszawa_2022_Bielany.pb": (("201", "1932"),),
}


@dataclass(frozen=True)
class Election:
    """An election of the set, loaded."""

    name: str
    loaded: Loaded

    @property
    def own_rule(self) -> str:
        """The code of the rule by which the city counted."""
        return self.loaded.file.meta["rule"]

    @property
    def funded(self) -> frozenset[str]:
        """The official winners; in Poznań 2 marks the one that was paid in part by a reserve."""
        marks = {"1", "2"} if self.own_rule == "greedy-custom" else {"1"}
        return self.loaded.file.selected(frozenset(marks))

    @property
    def has_outcome(self) -> bool:
        return "selected" in self.loaded.file.project_columns and self.own_rule in CODES

    def instance(self, left_out: str = "") -> Instance:
        """What was voted on; a project that was left out may cost nothing at all."""
        quotas = (Quota("left out", (left_out,), most=0),) if left_out else ()
        conflicts = CONFLICTS.get(self.name, ())
        return replace(self.loaded.file.instance, conflicts=conflicts, quotas=quotas)

    def by_own_rule(self, left_out: str = "") -> Outcome:
        """Count as the city did."""
        file = self.loaded.file
        known = spec_of(self.own_rule, file.currency, file.threshold or 0)
        assert known is not None
        scoring = scoring_of(file.kind).value
        rule = RuleSpec(known.name, {**known.parameters, "scoring": scoring})
        return count(rule, self.instance(left_out), self.loaded.ballots, FILE_ORDER)

    def by(self, code: str, make: Callable[[Entry], Engine] | None = None) -> Outcome:
        """Count by a rule, equal shares by the engine that is given or else by the fast one."""
        file = self.loaded.file
        rule = typed_rule(code, file.currency, scoring_of(file.kind))
        assert rule is not None
        if rule.name != equal_shares.RULE.name:
            return count(rule, file.instance, self.loaded.ballots, FILE_ORDER)
        return equal_shares.count(
            settled(rule), file.instance, self.loaded.ballots, FILE_ORDER, make or fast_if_fine
        )


def elections(*names: str) -> Iterator[Election]:
    """Give every election of the set, or some of them, or skip the test where it is not there."""
    if not ARCHIVE.exists():
        pytest.skip("the folder of real elections is not beside the repository")
    with ZipFile(ARCHIVE) as archive:
        for name in names or sorted(archive.namelist()):
            if name.endswith(".pb"):
                yield Election(name, load(archive.read(name), few=0))
