-- What the models cannot say: the audit log only grows, and a person has one mark in an election,
-- and a page of the booth makes one.

CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'the audit log is never changed');
END;

CREATE TRIGGER audit_entry_is_never_deleted BEFORE DELETE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'the audit log is never deleted');
END;

-- INSERT OR REPLACE deletes what stands in its way without asking the trigger above.
CREATE TRIGGER audit_entry_is_never_replaced BEFORE INSERT ON audit_entry
WHEN EXISTS (
    SELECT 1 FROM audit_entry
    WHERE number = NEW.number OR hash = NEW.hash OR previous_hash = NEW.previous_hash
)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is never replaced');
END;

-- No time and no row number: the marks must not tell in which order people voted.
CREATE TABLE mark (
    election_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('online', 'code', 'paper')),
    request BLOB,
    PRIMARY KEY (election_id, person_id),
    UNIQUE (election_id, request),
    CHECK ((how = 'online') = (request IS NOT NULL))
) WITHOUT ROWID;
