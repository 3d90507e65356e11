"""The projects as they are when the vote opens, put on the ballot for good."""
