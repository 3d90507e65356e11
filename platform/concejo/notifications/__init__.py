"""What changed, told to whom it concerns: an outbox in the database, delivered by mail."""
