"""Notices and decisions: every moderation is a public row with its reason."""
