-- What the models cannot say: the audit log only grows, and a person has one mark in an election,
-- and a page of the booth makes one.

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is never changed, deleted or replaced'
        USING ERRCODE = 'integrity_constraint_violation';
END;
$$;

CREATE TRIGGER audit_entry_is_never_changed
    BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_entry_is_never_emptied
    BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- No time and no number: the marks must not tell in which order people voted.
CREATE TABLE mark (
    election_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('online', 'code', 'paper')),
    request BYTEA,
    PRIMARY KEY (election_id, person_id),
    UNIQUE (election_id, request),
    CHECK ((how = 'online') = (request IS NOT NULL))
);
