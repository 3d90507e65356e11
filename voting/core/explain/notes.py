"""Notes: what the steps say about each project, collected while they are read."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from math import floor

from concejo.text import Money, Text, ngettext
from voting.core.outcome import Outcome
from voting.core.profile import Scoring
from voting.core.steps import Unaffordable


class Notes:
    """Hold a headline and details for each project, and say names, amounts and scores."""

    def __init__(
        self, outcome: Outcome, names: Mapping[str, str], replaced: tuple[str, ...] = ()
    ) -> None:
        """Begin without a word; `replaced` are those whose win did not hold in a comparison."""
        self.outcome, self.names, self.replaced = outcome, names, replaced
        self.has_points = outcome.rule.parameters.get("scoring", Scoring.VOTES) != Scoring.VOTES
        self.standing = {standing.project: standing for standing in outcome.standings}
        ranked = sorted((standing.score for standing in outcome.standings), reverse=True)
        self._scores = ranked
        self.headlines: dict[str, Text] = {}
        self.details: defaultdict[str, list[Text]] = defaultdict(list)
        #: Who could not be paid for by the voters; once that is over, what was left is given out.
        self.unaffordable: dict[str, Unaffordable] = {}
        self.is_completing = False

    def name(self, code: str) -> str:
        """Give the name of a project, or its code where it has none."""
        return self.names.get(code) or code

    def money(self, amount: int | Fraction) -> Money:
        """Give an amount as a reader sees it, rounded down: nobody seems to have had more."""
        return Money(floor(amount), self.outcome.currency)

    def score(self, score: int) -> Text:
        """Give a score in words: points or votes."""
        if self.has_points:
            return ngettext("{count} point", "{count} points", score)
        return ngettext("{count} vote", "{count} votes", score)

    def place(self, code: str) -> int:
        """Give the place of a project by its score; equals share the better one."""
        return self._scores.index(self.standing[code].score) + 1

    def head(self, code: str, headline: Text) -> None:
        """Say the sentence that matters; the last one said holds."""
        self.headlines[code] = headline

    def add(self, code: str, detail: Text) -> None:
        """Say what is behind the headline."""
        self.details[code].append(detail)
