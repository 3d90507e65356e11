-- The protocol pb1: who was on the roll when the vote opened, and what was opened after it closed.

ALTER TABLE "election" ADD COLUMN "uid" VARCHAR(64) NOT NULL DEFAULT '';
ALTER TABLE "tally" ADD COLUMN "null_votes" INT NOT NULL DEFAULT 0;

-- Voted by web, gave that up at the desk, got a sheet of paper.
ALTER TABLE mark ADD COLUMN surrendered BOOL NOT NULL DEFAULT false
    CHECK (NOT surrendered OR how = 'online');

CREATE TABLE roll_line (
    election_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    style INT NOT NULL,
    salt BYTEA NOT NULL,
    PRIMARY KEY (election_id, person_id)
);

-- Ballots as the trustees opened them. The commitment tells whose key, nothing tells whose name.
CREATE TABLE opened (
    election_id BIGINT NOT NULL,
    commitment BYTEA NOT NULL,
    style INT NOT NULL,
    nonce BYTEA NOT NULL,
    plain TEXT NOT NULL,
    PRIMARY KEY (election_id, commitment)
);

CREATE TABLE unopened (
    election_id BIGINT NOT NULL,
    place INT NOT NULL,
    commitment BYTEA NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (election_id, place)
);
