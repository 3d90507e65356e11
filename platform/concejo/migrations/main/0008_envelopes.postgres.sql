-- Envelopes with codes: how many were made of a style, and drawn at a desk. Never which.

ALTER TABLE "desk_count" ADD COLUMN "envelopes" INT NOT NULL DEFAULT 0;

CREATE TABLE envelopes_made (
    election_id BIGINT NOT NULL,
    style INT NOT NULL,
    number INT NOT NULL,
    PRIMARY KEY (election_id, style)
);
