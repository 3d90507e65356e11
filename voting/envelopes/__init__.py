"""Envelopes with codes: to vote without a device of one's own, and without being seen."""
