"""Signing in and out: the password first, then, where there is one, the second factor."""
