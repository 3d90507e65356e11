"""Cryptography: the primitives that the vote stands on. Nothing here knows what an election is."""
