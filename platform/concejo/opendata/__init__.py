"""What anyone may download."""
