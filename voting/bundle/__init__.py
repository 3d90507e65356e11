"""The bundle: everything with which anybody can verify and recount a vote at home, in one file."""
