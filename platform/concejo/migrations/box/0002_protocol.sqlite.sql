-- Signed, committed and sealed ballots (pb1) instead of readable ones. Nothing was ever released
-- that held a vote in the old tables.

DROP TABLE pending;
DROP TABLE ballot;

-- One box an election. Its times are those of batches, never of a ballot.
CREATE TABLE box (
    election BLOB NOT NULL PRIMARY KEY,
    manifest TEXT NOT NULL,
    is_closed INT NOT NULL DEFAULT 0,
    flushed_at TIMESTAMP
) WITHOUT ROWID;

-- A leaf with its sealed ballot, under a key outside the database, until there are enough others.
-- Both id and voter are keyed hashes: they say nothing without that key.
CREATE TABLE pending (
    id BLOB NOT NULL PRIMARY KEY,
    election BLOB NOT NULL,
    voter BLOB NOT NULL,
    sealed BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX pending_voter ON pending (election, voter);

CREATE TABLE leaf (
    election BLOB NOT NULL,
    place INT NOT NULL,
    hash BLOB NOT NULL,
    leaf BLOB NOT NULL,
    voter BLOB,
    counter BIGINT,
    sealed BLOB NOT NULL,
    PRIMARY KEY (election, place),
    UNIQUE (election, hash),
    UNIQUE (election, voter, counter)
) WITHOUT ROWID;

CREATE TABLE checkpoint (
    election BLOB NOT NULL,
    size INT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (election, size)
) WITHOUT ROWID;
