"""Links sent by mail that prove an address: kept as a hash, good for hours, used once."""
