"""Match a resident who is signed in with their entry on the roll, once."""
