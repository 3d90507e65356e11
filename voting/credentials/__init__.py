"""The mark: that a person on the roll has taken part, and nothing of what they chose."""
