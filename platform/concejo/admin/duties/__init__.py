"""What needs a member of the staff today."""
