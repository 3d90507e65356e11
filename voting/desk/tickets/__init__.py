"""The tickets that the pages of a desk carry."""
