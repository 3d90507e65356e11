-- The ballot box. No time, no number and no counter: nothing tells in which order ballots came.

CREATE TABLE pending (
    id BYTEA NOT NULL PRIMARY KEY,
    election_id BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX pending_election ON pending (election_id);

CREATE TABLE ballot (
    id BYTEA NOT NULL PRIMARY KEY,
    election_id BIGINT NOT NULL,
    style TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX ballot_election ON ballot (election_id);
