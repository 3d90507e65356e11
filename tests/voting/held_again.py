"""Elections held again from a file, for tests that need many projects and a result."""

from concejo.audit.core import SYSTEM
from concejo.processes.core import PhaseKind
from tests.voting.elections import reopen
from voting.counting.services import analyse, close, count
from voting.imports.core import plan
from voting.imports.services import import_election
from voting.setup.services import ElectionView, get_election


async def hold_again(file: str, slug: str) -> ElectionView:
    """Cast the ballots of a file, count them, and find out what there is to tell."""
    late = await reopen(await import_election(plan(file), slug), PhaseKind.COUNTING)
    await close(late.process, SYSTEM)
    await count(late.process, SYSTEM)
    await analyse(late.process)
    return await get_election(late.process)


def pabulib_of(rule: str, projects: int = 80, voters: int = 60) -> str:
    """Write a .pb file with many projects, whose names are as long as people write them."""
    name = "Mejora de la accesibilidad y del arbolado en la calle número"
    lines = ["META", "key;value", "description;Prueba", "country;Spain", "unit;Olmeda"]
    lines += ["instance;2027", f"num_projects;{projects}", f"num_votes;{voters}"]
    lines += ["budget;1000000", "vote_type;approval", f"rule;{rule}"]
    lines += ["date_begin;2027", "date_end;2027", "currency;EUR", "PROJECTS"]
    lines += ["project_id;cost;name"]
    lines += [f"{n};{9_000 + 701 * n};{name} {n}" for n in range(1, projects + 1)]
    lines += ["VOTES", "voter_id;vote"]
    for voter in range(1, voters + 1):
        chosen = {1 + (voter * voter * k + 5 * k) % projects for k in range(1, 9)}
        lines.append(f"{voter};{','.join(map(str, sorted(chosen)))}")
    return "\n".join(lines) + "\n"
