"""The whole life of a proposal: submitted, curated, supported, discussed, valued."""
