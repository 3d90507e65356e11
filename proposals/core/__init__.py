"""What holds for proposals, as pure functions."""
