"""The ballot box: ballots without residents, in a database of their own."""
