"""Elections that never were, large ones, written as .pb files.

    .venv/bin/python bench/synthetic.py VOTERS PROJECTS FILE [SEED]

About 7.6 approvals a voter; a few projects that everybody knows and many that hardly anybody
does; costs as a city has them, small ones mostly; money for 30 % of them. The same seed makes the
same election.
"""

import random
import sys
from itertools import accumulate
from pathlib import Path

#: Fifteen times nothing less than one to fifteen: 7.6 in the middle.
_LENGTHS = range(1, 16)
_LENGTH_WEIGHTS = (3, 4, 6, 7, 9, 10, 10, 10, 9, 8, 7, 6, 5, 4, 2)
_BUDGET_PERCENT = 30


def make(voters: int, projects: int, seed: int) -> str:
    """Make the text of an election with so many voters and projects."""
    chance = random.Random(seed)
    codes = [str(code) for code in chance.sample(range(1, 2 * projects + 1), projects)]
    # Prices of a city spread like this: half below 100,000, one in a hundred above a million.
    costs = [100 * round(chance.lognormvariate(11.5, 1.0) / 100) or 100 for _code in codes]
    popular = [1 / (rank + 3) ** 0.8 for rank in range(projects)]
    votes = _votes(chance, voters, codes, list(accumulate(popular)))
    listed = "".join(f"{code};{cost}\n" for code, cost in zip(codes, costs, strict=True))
    budget = sum(costs) * _BUDGET_PERCENT // 100
    return f"{_meta(voters, projects, seed, budget)}PROJECTS\nproject_id;cost\n{listed}{votes}"


def _meta(voters: int, projects: int, seed: int, budget: int) -> str:
    values = {
        "description": f"Synthetic election {seed}",
        "country": "Utopia",
        "unit": "Amaurot",
        "instance": "2027",
        "num_projects": projects,
        "num_votes": voters,
        "budget": budget,
        "vote_type": "approval",
        "rule": "unknown",
        "date_begin": "2027",
        "date_end": "2027",
        "currency": "EUR",
        "experimental": 1,
    }
    return "META\nkey;value\n" + "".join(f"{key};{value}\n" for key, value in values.items())


def _votes(chance: random.Random, voters: int, codes: list[str], popular: list[float]) -> str:
    lengths = chance.choices(_LENGTHS, _LENGTH_WEIGHTS, k=voters)
    ages = chance.choices(range(16, 95), k=voters)
    sexes = chance.choices(("F", "M"), k=voters)
    doors = chance.choices(("internet", "paper"), (9, 1), k=voters)
    lines = ["VOTES\nvoter_id;vote;age;sex;voting_method\n"]
    for number, (length, age, sex, door) in enumerate(
        zip(lengths, ages, sexes, doors, strict=True), 1
    ):
        chosen: dict[str, None] = {}
        while len(chosen) < min(length, len(codes)):
            wanted = chance.choices(codes, cum_weights=popular, k=length - len(chosen))
            chosen.update(dict.fromkeys(wanted))
        lines.append(f"{number};{','.join(chosen)};{age};{sex};{door}\n")
    return "".join(lines)


if __name__ == "__main__":
    target = Path(sys.argv[3])
    target.write_text(
        make(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    )
    print(f"{target}: {target.stat().st_size:,} bytes")
