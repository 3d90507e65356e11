-- Envelopes with codes: what their codes need to vote, under the key of the box, until it is closed.
-- The id is a keyed hash, so that afterwards nothing tells which ballots came from envelopes.

CREATE TABLE envelope (
    id BYTEA NOT NULL PRIMARY KEY,
    election BYTEA NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX envelope_election ON envelope (election);

-- How many of a style were voided because nobody had used them, once the box is closed.
CREATE TABLE unused_envelopes (
    election BYTEA NOT NULL,
    style INT NOT NULL,
    number INT NOT NULL,
    PRIMARY KEY (election, style)
);
