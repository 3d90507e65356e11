"""The key to which ballots are sealed: brought in before the vote opens, read when it locks."""
