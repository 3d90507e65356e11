"""The result: what came of each contest, as it is published."""

from collections.abc import Mapping
from dataclasses import dataclass

from voting.core.outcome import Outcome
from voting.core.protocol.layout import Unreadable, canonical, parsed, text_of
from voting.core.protocol.record import Record
from voting.core.records import Json

_KEYS = {"blank", "null", "spent", "votes", "voters", "winners"}


@dataclass(frozen=True)
class ContestResult:
    """Be the result of one contest: ballots, votes (or points) by project, winners in their order.

    `voters` counts those whose ballot is valid, blank ones among them; `null` the others. `spent`
    is in minor units.
    """

    blank: int
    null: int
    spent: int
    votes: Mapping[str, int]
    voters: int
    winners: tuple[str, ...]

    @classmethod
    def of(cls, outcome: Outcome, null: int) -> "ContestResult":
        """Take it from the outcome of a count, with the number of null votes."""
        votes = {standing.project: standing.score for standing in outcome.standings}
        return cls(outcome.blank, null, outcome.spent, votes, outcome.voters, outcome.winners)


def write_result(results: Mapping[str, ContestResult]) -> bytes:
    """Write result.json, contests by their ids."""
    contests = {
        name: {
            "blank": result.blank,
            "null": result.null,
            "spent": result.spent,
            "votes": dict(result.votes),
            "voters": result.voters,
            "winners": list(result.winners),
        }
        for name, result in results.items()
    }
    return canonical({"contests": contests}).encode()


def read_result(octets: bytes) -> dict[str, ContestResult]:
    """Read result.json, or raise Unreadable."""
    contests = Record.of(parsed(text_of(octets)), {"contests"}).value["contests"]
    if not isinstance(contests, dict):
        raise Unreadable("not an object of contests")
    return {name: _result_of(value) for name, value in contests.items()}


def _result_of(value: Json) -> ContestResult:
    record = Record.of(value, _KEYS)
    votes = record.value["votes"]
    if not isinstance(votes, dict):
        raise Unreadable("votes are no object")
    counted = Record(votes)
    return ContestResult(
        record.number("blank"),
        record.number("null"),
        record.number("spent"),
        {code: counted.integer(code) for code in votes},
        record.number("voters"),
        record.texts("winners"),
    )
