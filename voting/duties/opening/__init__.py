"""The act that brings in the opened ballots, for whoever takes them."""
