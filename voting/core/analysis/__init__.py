"""Analysis of a count: who paid, how near the others came, other rules, proportionality.

Nothing here decides anything: it reads an outcome and the ballots it came from.
"""
