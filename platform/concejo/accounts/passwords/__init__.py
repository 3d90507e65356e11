"""Passwords: what may be one, how they are kept, and how they are changed or recovered."""
