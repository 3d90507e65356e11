"""The roll of a vote without names, and the line that only its own person finds."""
