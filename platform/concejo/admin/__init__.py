"""The back office: one page a duty, calling the rooms' services."""
