"""Pabulib's `.pb` format: real elections read, and our own written, for anybody to count again."""

from voting.core.pabulib.file import PabulibFile, PabulibProject, PabulibVote
from voting.core.pabulib.reading import read
from voting.core.pabulib.writing import write

__all__ = ["PabulibFile", "PabulibProject", "PabulibVote", "read", "write"]
