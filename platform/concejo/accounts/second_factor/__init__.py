"""A second factor: the code that an app on a telephone shows, anew every thirty seconds (TOTP)."""
