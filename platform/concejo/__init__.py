"""Concejo: participatory budgeting and proposal voting."""
