"""What is decided before a vote and what is voted on: values, checked and written down.

See “setup” in voting/README.md.
"""

from voting.setup.core.contests import (
    ContestDraft,
    ContestView,
    ProjectDraft,
    ProjectView,
    style_of,
)
from voting.setup.core.styles import Style, styles_of
from voting.setup.core.terms import DEFAULT, Terms, faults, form_faults, joined, scoring_of
from voting.setup.core.words import describe_ballot, describe_quotas
from voting.setup.core.written import (
    dump_conflicts,
    dump_form,
    dump_quotas,
    dump_rule,
    dump_ties,
    load_conflicts,
    load_form,
    load_quotas,
    load_rule,
    load_ties,
)

__all__ = [
    "DEFAULT",
    "ContestDraft",
    "ContestView",
    "ProjectDraft",
    "ProjectView",
    "Style",
    "Terms",
    "describe_ballot",
    "describe_quotas",
    "dump_conflicts",
    "dump_form",
    "dump_quotas",
    "dump_rule",
    "dump_ties",
    "faults",
    "form_faults",
    "joined",
    "load_conflicts",
    "load_form",
    "load_quotas",
    "load_rule",
    "load_ties",
    "scoring_of",
    "style_of",
    "styles_of",
]
