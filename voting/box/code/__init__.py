"""To vote with the code of an envelope on a page of the ballot box, which knows nobody's name."""
