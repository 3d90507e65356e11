"""The booth: who may vote on what, the ballot, its review, and the moment in which it is cast."""
