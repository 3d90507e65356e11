"""The public board of a vote: how far it has come, who watches it, and its files."""
