-- What is told of a count beyond its outcome: who paid, how near the others came, other rules.
-- Counts that are kept already have none; counting again makes it.

ALTER TABLE tally ADD COLUMN analysis TEXT NOT NULL DEFAULT '';
