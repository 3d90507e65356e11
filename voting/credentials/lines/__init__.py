"""The roll as it was when the vote opened: who may vote, on which style, and the public lines."""
