"""Loading: from the bytes of a `.pb` file to ballots that are ready to be counted.

A small file is read line by line, which is done before NumPy is there; a large one into arrays.
Both ways give the same election, the same warnings and, whatever the rule, the same outcome.
"""

from dataclasses import dataclass, replace

from voting.core.ballots import Ballot
from voting.core.pabulib import PabulibFile, read
from voting.core.pabulib.sections import decoded
from voting.core.profile import Ballots, Instance, Profile

#: Up to so many bytes are read line by line in the time that NumPy takes to be imported.
FEW_BYTES = 256_000


@dataclass(frozen=True)
class Loaded:
    """Hold an election of a file: all but its votes, and the ballots, equal ones together."""

    file: PabulibFile
    ballots: Ballots


def load(data: bytes, few: int = FEW_BYTES) -> Loaded:
    """Read a whole file, in arrays where it has more than a `few` bytes, or raise `Malformed`."""
    if len(data) > few:
        from voting.core.loading.arrays import load_table

        file, table = load_table(data)
        return Loaded(file, table)
    file = read(decoded(data))
    return Loaded(replace(file, votes=()), profile_of(file))


def profile_of(file: PabulibFile) -> Profile:
    """Give the ballots of a file as a rule adds them up.

    A project that gets nothing is not on the ballot: who gives points to none has cast a blank one.
    """
    usual = file.form.default_score
    if usual:
        return Profile.of(_in_full(line.ballot, file.instance, usual) for line in file.votes)
    return Profile.of(_without_zeros(line.ballot) for line in file.votes)


def _without_zeros(ballot: Ballot) -> Ballot:
    if 0 not in ballot.points:
        return ballot
    pairs = zip(ballot.choices, ballot.points, strict=True)
    kept = [(code, points) for code, points in pairs if points]
    return Ballot(tuple(code for code, _n in kept), tuple(points for _code, points in kept))


def _in_full(ballot: Ballot, instance: Instance, usual: int) -> Ballot:
    """Write out what a project gets that the ballot does not name."""
    named = dict(zip(ballot.choices, ballot.points, strict=True))
    codes = sorted(project.code for project in instance.projects)
    full = Ballot(tuple(codes), tuple(named.get(code, usual) for code in codes))
    return _without_zeros(full)
