"""Bring in the electoral roll."""
