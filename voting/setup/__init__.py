"""What is decided before a vote, and the lock that keeps it as it is from the first ballot on."""
