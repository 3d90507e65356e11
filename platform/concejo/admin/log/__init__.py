"""Read the audit log and check it."""
