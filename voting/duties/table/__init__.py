"""The acts that a board can do, in one table."""
