"""From a result to what becomes of it: a destination for each winner, and draft commitments."""
