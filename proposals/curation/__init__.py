"""What moderators do with proposals: read those that wait, and decide with public reasons."""
