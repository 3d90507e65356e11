"""The front page of the town: it reads every room, so it stands above them all."""
