"""The page of a board: its duties in order of time, and what comes first."""
