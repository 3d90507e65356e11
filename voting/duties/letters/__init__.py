"""What the members of a board are written."""
