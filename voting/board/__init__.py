"""The public board: results with their reasons, ballots to recount, and the search for receipts."""
