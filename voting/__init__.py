"""The whole life of a vote: opened, cast, closed, counted, explained."""
