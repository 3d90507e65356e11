"""What the booth's program in a browser is told and may ask: it votes, and no choice comes here."""
