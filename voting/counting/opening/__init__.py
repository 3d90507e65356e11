"""From the sealed ballots of a closed urn to papers that can be counted, with nobody's name."""
