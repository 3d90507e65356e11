"""A seal key that the office keeps by itself: one share of one, said openly wherever it matters."""
