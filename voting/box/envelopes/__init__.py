"""Envelopes with codes, as the box knows them: by their keys, until it is closed."""
