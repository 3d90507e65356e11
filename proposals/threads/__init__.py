"""Deliberation: the thread of comments under a proposal."""
