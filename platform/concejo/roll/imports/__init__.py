"""Bring in the roll from a CSV file, line by line, as often as needed."""
