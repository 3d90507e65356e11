"""Set the areas of a process and their envelopes of money."""
