"""Real elections, read from Pabulib files and held again, ballot by ballot, in the same booth."""
