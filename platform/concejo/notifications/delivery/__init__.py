"""From the outbox to the mail server, or to a folder where there is none."""
