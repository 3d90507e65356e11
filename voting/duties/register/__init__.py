"""The acts of the boards, read from their table."""
