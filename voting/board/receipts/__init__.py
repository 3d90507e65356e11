"""Receipts: what has become of the ballot of each."""
