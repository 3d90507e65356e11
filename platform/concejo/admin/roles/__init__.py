"""Grant duties to people, and take them back."""
