-- The ballot box. No time, no row number and no counter: nothing tells in which order ballots came.

CREATE TABLE pending (
    id BLOB NOT NULL PRIMARY KEY,
    election_id BIGINT NOT NULL,
    sealed BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX pending_election ON pending (election_id);

CREATE TABLE ballot (
    id BLOB NOT NULL PRIMARY KEY,
    election_id BIGINT NOT NULL,
    style TEXT NOT NULL,
    content TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX ballot_election ON ballot (election_id);
