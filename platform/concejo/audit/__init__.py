"""The audit log: append-only, each entry sealed with the hash of the one before."""
