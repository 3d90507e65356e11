"""Sheets that need no typing: the ballots of a public file, in an urn of their own."""
