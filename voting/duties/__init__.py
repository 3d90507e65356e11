"""The duties of the electoral board: one member proposes an act, another confirms it."""
