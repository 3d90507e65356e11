"""Entry: every sheet typed twice by two people, and decided by a third where they differ."""
