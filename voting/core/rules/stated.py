"""The rule that a file of another's count states in META, and the ties that go with it."""

from concejo.text import Text, _
from voting.core.outcome import RuleSpec
from voting.core.pabulib import PabulibFile
from voting.core.profile import scoring_of
from voting.core.rules.codes import spec_of
from voting.core.ties import TieKey, Ties

#: Ties go by the order of the file, which is the city's own.
FILE_ORDER = Ties((TieKey.PUBLISHED_ORDER,))


def stated_rule(file: PabulibFile) -> RuleSpec | None:
    """Give the rule of META, which adds up what its ballots write; None for a code that is none."""
    found = spec_of(file.meta["rule"], file.currency, file.threshold or 0)
    if found is None:
        return None
    scoring = scoring_of(file.kind).value
    return RuleSpec(found.name, {"scoring": scoring, **found.parameters})


def stated_unknown(file: PabulibFile) -> Text:
    """Say that there is no such rule as META states, and what to do."""
    return _(
        "The file was counted by the rule “{name}”. Say with --rule which is meant.",
        name=file.meta["rule"],
    )
