"""What one vote guarantees and what not: its set-up, and after the count its numbers."""
