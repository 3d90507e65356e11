"""Witnesses: whoever saw that the board only grew says so under its checkpoints."""
