"""Paper: the sheets of the urns, declared by two people and typed twice before they are counted."""
