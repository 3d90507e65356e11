"""The public log of a box: batches of leaves under a signed root, and proofs of what is in it."""
