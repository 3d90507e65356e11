"""The mail folder of a demonstration, as pages: the mails that would have been sent."""
