-- What groups of projects of a contest may cost together, and what is reserved for them.
-- Contests that are locked already have no quotas.

ALTER TABLE contest ADD COLUMN quotas TEXT NOT NULL DEFAULT '[]';
COMMENT ON COLUMN contest.quotas IS 'What groups of projects may cost together, and what is reserved for them, as JSON.';
