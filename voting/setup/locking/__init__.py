"""The moment in which a vote is locked: roll, styles, keys and manifest, in one transaction."""
