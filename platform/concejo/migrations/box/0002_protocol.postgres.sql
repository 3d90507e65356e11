-- Signed, committed and sealed ballots (pb1) instead of readable ones. Nothing was ever released
-- that held a vote in the old tables.

DROP TABLE pending;
DROP TABLE ballot;

-- One box an election. Its times are those of batches, never of a ballot.
CREATE TABLE box (
    election BYTEA NOT NULL PRIMARY KEY,
    manifest TEXT NOT NULL,
    is_closed BOOL NOT NULL DEFAULT false,
    flushed_at TIMESTAMPTZ
);

-- A leaf with its sealed ballot, under a key outside the database, until there are enough others.
-- Both id and voter are keyed hashes: they say nothing without that key.
CREATE TABLE pending (
    id BYTEA NOT NULL PRIMARY KEY,
    election BYTEA NOT NULL,
    voter BYTEA NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX pending_voter ON pending (election, voter);

CREATE TABLE leaf (
    election BYTEA NOT NULL,
    place INT NOT NULL,
    hash BYTEA NOT NULL,
    leaf BYTEA NOT NULL,
    voter BYTEA,
    counter BIGINT,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (election, place),
    UNIQUE (election, hash),
    UNIQUE (election, voter, counter)
);

CREATE TABLE checkpoint (
    election BYTEA NOT NULL,
    size INT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (election, size)
);
