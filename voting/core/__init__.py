"""What a ballot is, how ballots are counted, and how an outcome is told: pure and exact."""
