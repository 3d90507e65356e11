"""The desk: where residents vote on paper in person, and the sheets that are handed out there."""
