"""One rule of another implementation, in a process of its own: its seconds and memory as JSON.

    PYTHON bench/peers.py PEER RULE FILE

It needs nothing of Concejo and runs on the Python that has the peer. RULE is mes (equal shares by
cost, nothing more) or add1 (with rounds, which each peer ends when nothing more fits).
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

Winners = list[str]
#: What a peer does for a rule, once it has the ballots in its own shape.
Rule = Callable[[], Winners]


class Election:
    """Hold a file as plain values, for peers that read none."""

    def __init__(self, text: str) -> None:
        meta, _projects, rest = text.partition("PROJECTS\n")
        listed, _votes, votes = rest.partition("VOTES\n")
        self.budget = int(float(dict(_rows(meta, "key", "value"))["budget"]))
        self.cost = {code: int(cost) for code, cost in _rows(listed, "project_id", "cost")}
        self.approvers: dict[str, list[int]] = {code: [] for code in self.cost}
        self.voters = 0
        for _voter, named in _rows(votes, "voter_id", "vote"):
            for code in dict.fromkeys(named.split(",")):
                self.approvers[code].append(self.voters)
            self.voters += 1


def _rows(section: str, one: str, other: str) -> list[tuple[str, str]]:
    lines = [line for line in section.replace("\r", "").split("\n") if line]
    start = next(at for at, line in enumerate(lines) if line.startswith(one))
    header = lines[start].split(";")
    first, second = header.index(one), header.index(other)
    rows = (line.split(";") for line in lines[start + 1 :])
    return [(row[first], row[second]) for row in rows]


def pabutools(file: Path, rule: str, *, is_float: bool = False) -> Rule:
    """Read as pabutools does, with equal ballots merged."""
    if is_float:
        vars(import_module("pabutools.fractions"))["FRACTION"] = "float"
    election, rules = import_module("pabutools.election"), import_module("pabutools.rules")
    instance, profile = election.parse_pabulib(str(file))
    merged = profile.as_multiprofile()
    more = {"voter_budget_increment": 1} if rule == "add1" else {}

    def run() -> Winners:
        ties = import_module("pabutools.tiebreaking").min_cost_tie_breaking
        bought = rules.method_of_equal_shares(
            instance, merged, sat_class=election.Cost_Sat, tie_breaking=ties, **more
        )
        return [project.name for project in bought]

    return run


def pabutools_float(file: Path, rule: str) -> Rule:
    """Do the same in floats, which are not exact."""
    return pabutools(file, rule, is_float=True)


def muoblpbindings(file: Path, rule: str) -> Rule:
    """Give voters, costs and approvals as the C++ of muoblpbindings takes them."""
    peer, given = import_module("muoblpbindings"), Election(file.read_text())
    run = peer.equal_shares_add1 if rule == "add1" else peer.equal_shares_utils
    names = [str(voter) for voter in range(given.voters)]
    approvals = {c: [(names[voter], 1) for voter in who] for c, who in given.approvers.items()}
    total = {code: len(who) for code, who in given.approvers.items()}
    codes, budget = list(given.cost), float(given.budget)
    return lambda: list(run(names, codes, given.cost, approvals, total, budget))


def pabumeasures(file: Path, rule: str) -> Rule:
    """Give projects with their approvers as the C++ of pabumeasures takes them."""
    if rule == "add1":
        raise LookupError("it has no rounds")
    peer, given = import_module("pabumeasures._core"), Election(file.read_text())
    projects = [
        peer.ProjectEmbedding(cost, code, given.approvers[code])
        for code, cost in given.cost.items()
        if cost <= given.budget
    ]
    election = peer.Election(given.budget, given.voters, projects)
    return lambda: [p.name for p in peer.mes_cost(election, peer.ProjectComparator.ByCostAsc)]


PEERS = {
    "pabutools": pabutools,
    "pabutools float": pabutools_float,
    "muoblpbindings": muoblpbindings,
    "pabumeasures": pabumeasures,
}
#: A peer that takes more memory ends here, and not its neighbours on the machine.
_MOST_BYTES = 10 << 30
#: What is imported before the clock starts.
MODULES = {
    "pabutools": ("pabutools.election", "pabutools.rules", "pabutools.tiebreaking"),
    "pabutools float": ("pabutools.election", "pabutools.rules", "pabutools.tiebreaking"),
    "muoblpbindings": ("muoblpbindings",),
    "pabumeasures": ("pabumeasures._core",),
}


def main() -> None:
    """Measure one peer and one rule on one file."""
    peer, rule, file = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    try:
        for module in MODULES[peer]:
            import_module(module)
        began = time.perf_counter()
        run = PEERS[peer](Path(file), rule)
        ready = time.perf_counter()
        winners = run()
        done = time.perf_counter()
    except (ImportError, LookupError) as error:
        sys.exit(f"{peer}: {error}")
    except MemoryError:
        sys.exit(f"more than {_MOST_BYTES >> 30} GB")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    seconds = {"read": ready - began, rule: done - ready}
    print(json.dumps({"seconds": seconds, "mb": memory, "winners": {rule: sorted(winners)}}))


if __name__ == "__main__":
    main()
