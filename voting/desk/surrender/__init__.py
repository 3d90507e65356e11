"""Somebody gives up the vote that they cast by web, and gets a sheet of paper for it."""
