-- What the electoral board does, proposed by one member and confirmed by another; and the key to
-- which the ballots of a vote are sealed.

CREATE TABLE board_act (
    id BIGSERIAL NOT NULL PRIMARY KEY,
    process_id BIGINT NOT NULL REFERENCES process (id) ON DELETE RESTRICT,
    kind VARCHAR(20) NOT NULL,
    payload TEXT NOT NULL,
    digest VARCHAR(64) NOT NULL,
    proposed_by BIGINT NOT NULL REFERENCES account (id) ON DELETE RESTRICT,
    proposed_at TIMESTAMPTZ NOT NULL,
    confirmed_by BIGINT REFERENCES account (id) ON DELETE RESTRICT,
    confirmed_at TIMESTAMPTZ,
    outcome VARCHAR(20) NOT NULL DEFAULT 'waiting' CHECK (
        outcome IN ('waiting', 'begun', 'done', 'failed', 'withdrawn', 'declined', 'expired')
    ),
    CHECK (confirmed_by <> proposed_by),
    CHECK ((outcome IN ('begun', 'done', 'failed')) = (confirmed_by IS NOT NULL)),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);
CREATE UNIQUE INDEX board_act_one_waits ON board_act (process_id, kind) WHERE outcome = 'waiting';
CREATE INDEX board_act_of_a_process ON board_act (process_id, kind, id);
COMMENT ON TABLE board_act IS 'What the electoral board does: proposed by one member, done once another has confirmed it.';
COMMENT ON COLUMN board_act.payload IS 'The files that were brought along, as text; never leaves for a log.';
COMMENT ON COLUMN board_act.digest IS 'SHA-256 of the payload, which the second member confirms.';

CREATE TABLE seal_key (
    process_id BIGINT NOT NULL PRIMARY KEY REFERENCES process (id) ON DELETE RESTRICT,
    text TEXT NOT NULL
);
COMMENT ON TABLE seal_key IS 'The key to which the ballots of a vote are sealed, as the board brought it from the ceremony.';
