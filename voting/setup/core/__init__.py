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
from voting.setup.core.terms import DEFAULT, Terms, faults, joined
from voting.setup.core.written import (
    dump_conflicts,
    dump_form,
    dump_quotas,
    dump_rule,
    dump_ties,
    fingerprint,
    load_conflicts,
    load_form,
    load_quotas,
    load_rule,
    load_ties,
    manifest,
)

__all__ = [
    "DEFAULT",
    "ContestDraft",
    "ContestView",
    "ProjectDraft",
    "ProjectView",
    "Terms",
    "dump_conflicts",
    "dump_form",
    "dump_quotas",
    "dump_rule",
    "dump_ties",
    "faults",
    "fingerprint",
    "joined",
    "load_conflicts",
    "load_form",
    "load_quotas",
    "load_rule",
    "load_ties",
    "manifest",
    "style_of",
]
