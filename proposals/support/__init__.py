"""Residents backing a proposal: one support a person, withdrawn as freely as given."""
