"""What holds for destinations and commitments, as pure functions."""
