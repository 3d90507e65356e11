"""Urns: opened before officials, and how many sheets two people find in each."""
