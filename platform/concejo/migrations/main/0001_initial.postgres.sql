-- Written from the models by `python -m concejo.db.draft`; do not edit.

CREATE TABLE "audit_entry" (
    "number" BIGINT NOT NULL PRIMARY KEY,
    "at" TIMESTAMPTZ NOT NULL,
    "actor_id" BIGINT,
    "actor_name" VARCHAR(80) NOT NULL,
    "action" VARCHAR(60) NOT NULL,
    "subject" VARCHAR(120) NOT NULL,
    "details" TEXT NOT NULL,
    "previous_hash" VARCHAR(64) NOT NULL UNIQUE,
    "hash" VARCHAR(64) NOT NULL UNIQUE
);
COMMENT ON TABLE "audit_entry" IS 'Something that was done, by whom, to what; the database refuses to change or delete it.';

CREATE TABLE "letter" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "recipient" VARCHAR(254) NOT NULL,
    "subject" VARCHAR(200) NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "tries" INT NOT NULL,
    "next_try_at" TIMESTAMPTZ NOT NULL,
    "last_error" VARCHAR(200) NOT NULL
);
CREATE INDEX "idx_letter_next_tr_3ff0ea" ON "letter" ("next_try_at");
COMMENT ON TABLE "letter" IS 'A mail to be sent; forgotten once it is delivered.';

CREATE TABLE "roll" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "name" VARCHAR(120) NOT NULL UNIQUE,
    "is_synthetic" BOOL NOT NULL,
    "updated_at" TIMESTAMPTZ
);
COMMENT ON TABLE "roll" IS 'A list of entitled persons: the municipal roll, or a synthetic one of an election.';

CREATE TABLE "roll_entry" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "document_hash" VARCHAR(64) NOT NULL,
    "birth_date" DATE NOT NULL,
    "postcode" VARCHAR(12) NOT NULL,
    "area_code" VARCHAR(20) NOT NULL,
    "is_active" BOOL NOT NULL,
    "roll_id" BIGINT NOT NULL REFERENCES "roll" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_roll_entry_roll_id_f9864a" UNIQUE ("roll_id", "document_hash")
);
CREATE INDEX "idx_roll_entry_roll_id_177bb8" ON "roll_entry" ("roll_id", "area_code");
COMMENT ON TABLE "roll_entry" IS 'One entitled person. The document number is kept only as a keyed hash.';

CREATE TABLE "account" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "email" VARCHAR(254) NOT NULL UNIQUE,
    "name" VARCHAR(80) NOT NULL,
    "password_hash" VARCHAR(200) NOT NULL,
    "email_confirmed_at" TIMESTAMPTZ,
    "totp_secret" VARCHAR(200),
    "totp_last_step" BIGINT,
    "language" VARCHAR(5) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "account" IS 'A person who signs in; entitled to nothing by that alone.';

CREATE TABLE "session" (
    "token_hash" VARCHAR(64) NOT NULL PRIMARY KEY,
    "awaits_second_factor" BOOL NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "account_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "session" IS 'One browser that somebody is signed in with; the token itself is only in its cookie.';

CREATE TABLE "account_token" (
    "token_hash" VARCHAR(64) NOT NULL PRIMARY KEY,
    "purpose" VARCHAR(20) NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "account_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "account_token" IS 'A link sent by mail, to confirm an address or to choose a password; kept as a hash.';

CREATE TABLE "attempt" (
    "key" VARCHAR(64) NOT NULL PRIMARY KEY,
    "count" INT NOT NULL,
    "blocked_until" TIMESTAMPTZ,
    "last_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "attempt" IS 'How often something was tried of late, by a key that names nobody (a keyed hash).';

CREATE TABLE "role_grant" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "role" VARCHAR(20) NOT NULL,
    "process_id" BIGINT NOT NULL,
    "account_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_role_grant_account_2034ec" UNIQUE ("account_id", "role", "process_id")
);
COMMENT ON COLUMN "role_grant"."role" IS 'MODERATOR: moderator\nTECHNICIAN: technician\nBOARD: board\nCONTACT_POINT: contact_point\nADMINISTRATOR: administrator';
COMMENT ON COLUMN "role_grant"."process_id" IS '0 for all processes: NULL would escape the UNIQUE below.';
COMMENT ON TABLE "role_grant" IS 'A duty that an account holds, in one process or, with process 0, in all of them.';

CREATE TABLE "verification" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "verified_at" TIMESTAMPTZ NOT NULL,
    "account_id" BIGINT NOT NULL UNIQUE REFERENCES "account" ("id") ON DELETE CASCADE,
    "person_id" BIGINT NOT NULL UNIQUE REFERENCES "roll_entry" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "verification" IS 'One account is one entry of the roll, and the other way round.';

CREATE TABLE "decision" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "process_id" BIGINT NOT NULL,
    "subject" VARCHAR(60) NOT NULL,
    "number" INT NOT NULL,
    "title" VARCHAR(160) NOT NULL,
    "verdict" VARCHAR(20) NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ NOT NULL,
    "moderator_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_decision_subject_a97a58" UNIQUE ("subject", "number")
);
CREATE INDEX "idx_decision_process_cdbf16" ON "decision" ("process_id");
COMMENT ON COLUMN "decision"."subject" IS '\"proposal:12\", \"comment:7\": moderation stands below the rooms that it moderates.';
COMMENT ON COLUMN "decision"."number" IS 'Counts the decisions on one subject from 1: of two that are made at once, one is refused.';
COMMENT ON COLUMN "decision"."verdict" IS 'ADMITTED: admitted\nRETURNED: returned\nREJECTED: rejected\nHIDDEN: hidden\nRESTORED: restored';
COMMENT ON TABLE "decision" IS 'What a moderator decided about a proposal or a comment, and why, in public.';

CREATE TABLE "process" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "slug" VARCHAR(60) NOT NULL UNIQUE,
    "title" VARCHAR(120) NOT NULL,
    "summary" VARCHAR(400) NOT NULL,
    "description" TEXT NOT NULL,
    "timezone" VARCHAR(40) NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "minimum_age" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "roll_id" BIGINT NOT NULL REFERENCES "roll" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "process" IS 'A participatory process, such as the participatory budget of one year.';

CREATE TABLE "area" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "code" VARCHAR(20) NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "position" INT NOT NULL,
    "envelope_amount" BIGINT NOT NULL,
    "envelope_currency" VARCHAR(3) NOT NULL,
    "parent_id" BIGINT REFERENCES "area" ("id") ON DELETE RESTRICT,
    "process_id" BIGINT NOT NULL REFERENCES "process" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_area_process_92f9db" UNIQUE ("process_id", "code")
);
COMMENT ON TABLE "area" IS 'A part of the town with its envelope of money: the whole city, or a district of it.';

CREATE TABLE "phase" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "kind" VARCHAR(20) NOT NULL,
    "starts_at" TIMESTAMPTZ NOT NULL,
    "ends_at" TIMESTAMPTZ NOT NULL,
    "process_id" BIGINT NOT NULL REFERENCES "process" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_phase_process_914337" UNIQUE ("process_id", "kind")
);
COMMENT ON COLUMN "phase"."kind" IS 'ANNOUNCED: announced\nPROPOSING: proposing\nSUPPORTING: supporting\nVALUING: valuing\nVOTING: voting\nCOUNTING: counting\nFOLLOWING: following';
COMMENT ON TABLE "phase" IS 'A phase of a process: from starts_at up to but not including ends_at.';

CREATE TABLE "proposal" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "status" VARCHAR(20) NOT NULL,
    "title" VARCHAR(120) NOT NULL,
    "summary" VARCHAR(600) NOT NULL,
    "text" TEXT NOT NULL,
    "place" VARCHAR(200) NOT NULL,
    "cost_guess" BIGINT,
    "draft_key" VARCHAR(40) NOT NULL,
    "sought" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "submitted_at" TIMESTAMPTZ,
    "admitted_at" TIMESTAMPTZ,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "area_id" BIGINT NOT NULL REFERENCES "area" ("id") ON DELETE RESTRICT,
    "author_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE RESTRICT,
    "process_id" BIGINT NOT NULL REFERENCES "process" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_proposal_author__b537d8" UNIQUE ("author_id", "draft_key")
);
CREATE INDEX "idx_proposal_process_914793" ON "proposal" ("process_id", "status");
COMMENT ON COLUMN "proposal"."status" IS 'DRAFT: draft\nSUBMITTED: submitted\nRETURNED: returned\nADMITTED: admitted\nREJECTED: rejected\nWITHDRAWN: withdrawn\nFEASIBLE: feasible\nUNFEASIBLE: unfeasible';
COMMENT ON COLUMN "proposal"."cost_guess" IS 'The author''s guess, in minor units of the process''s currency.';
COMMENT ON COLUMN "proposal"."draft_key" IS 'The form that the draft was begun with: sent twice, it makes one draft.';
COMMENT ON COLUMN "proposal"."sought" IS 'Title and summary without accents and capitals, for the search.';
COMMENT ON TABLE "proposal" IS 'What a resident proposes to a process, from draft to verdict.';

CREATE TABLE "proposal_image" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "content_hash" VARCHAR(64) NOT NULL,
    "width" INT NOT NULL,
    "height" INT NOT NULL,
    "description" VARCHAR(200) NOT NULL,
    "position" INT NOT NULL,
    "proposal_id" BIGINT NOT NULL REFERENCES "proposal" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_proposal_im_proposa_4303d2" UNIQUE ("proposal_id", "content_hash")
);
COMMENT ON TABLE "proposal_image" IS 'A picture of a proposal, re-encoded by us; its files are named by the hash of the larger.';

CREATE TABLE "support" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "person_id" BIGINT NOT NULL REFERENCES "roll_entry" ("id") ON DELETE RESTRICT,
    "proposal_id" BIGINT NOT NULL REFERENCES "proposal" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_support_proposa_d9f3eb" UNIQUE ("proposal_id", "person_id")
);
COMMENT ON TABLE "support" IS 'One person backs one proposal. Names are never listed: a support can tell an opinion.';

CREATE TABLE "comment" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "stance" VARCHAR(10) NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "is_hidden" BOOL NOT NULL,
    "author_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE RESTRICT,
    "parent_id" BIGINT REFERENCES "comment" ("id") ON DELETE RESTRICT,
    "proposal_id" BIGINT NOT NULL REFERENCES "proposal" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_comment_proposa_964a72" ON "comment" ("proposal_id", "parent_id");
CREATE INDEX "idx_comment_author__f966c7" ON "comment" ("author_id", "created_at");
COMMENT ON COLUMN "comment"."stance" IS 'FOR: for\nAGAINST: against\nNEUTRAL: neutral';
COMMENT ON TABLE "comment" IS 'What somebody says about a proposal; hidden ones keep their place and the reason.';

CREATE TABLE "valuation" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "is_competent" BOOL NOT NULL,
    "competent_body" VARCHAR(160) NOT NULL,
    "is_feasible" BOOL NOT NULL,
    "cost" BIGINT,
    "reasons" TEXT NOT NULL,
    "revision" INT NOT NULL,
    "valued_at" TIMESTAMPTZ NOT NULL,
    "technician_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE RESTRICT,
    "proposal_id" BIGINT NOT NULL UNIQUE REFERENCES "proposal" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "valuation"."cost" IS 'In minor units of the process''s currency; set where feasible.';
COMMENT ON COLUMN "valuation"."revision" IS 'Counts how often it was saved: of two at once, one is told that the other was faster.';
COMMENT ON TABLE "valuation" IS 'What the technical office found: whose competence, feasible or not, the cost, and why.';

CREATE TABLE "election" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "ballot_form" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "ties" TEXT NOT NULL,
    "lot_seed" VARCHAR(120) NOT NULL,
    "manifest" TEXT NOT NULL,
    "manifest_hash" VARCHAR(64) NOT NULL,
    "eligible" INT NOT NULL,
    "opened_on" DATE,
    "locked_at" TIMESTAMPTZ,
    "closed_at" TIMESTAMPTZ,
    "counted_at" TIMESTAMPTZ,
    "process_id" BIGINT NOT NULL UNIQUE REFERENCES "process" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "election"."ballot_form" IS 'voting.core.ballots.BallotForm and voting.core.rules.RuleSpec, as canonical JSON.';
COMMENT ON COLUMN "election"."ties" IS 'The declared tie order, as JSON, and the public seed of its lot.';
COMMENT ON COLUMN "election"."manifest" IS 'All of the above with projects, prices and roll size, frozen when the vote opens.';
COMMENT ON COLUMN "election"."opened_on" IS 'The day on which the vote opened: who has the age on it may vote.';
COMMENT ON TABLE "election" IS 'The vote of a process: what a ballot may be, the rule, and what became of it.';

CREATE TABLE "contest" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "area_code" VARCHAR(20) NOT NULL,
    "is_citywide" BOOL NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "budget" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "position" INT NOT NULL,
    "conflicts" TEXT NOT NULL,
    "area_id" BIGINT NOT NULL REFERENCES "area" ("id") ON DELETE RESTRICT,
    "election_id" BIGINT NOT NULL REFERENCES "election" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_contest_electio_b3b9c2" UNIQUE ("election_id", "area_id")
);
COMMENT ON COLUMN "contest"."area_code" IS 'As the area was when the vote opened: whoever lives there, or everybody, votes on it.';
COMMENT ON COLUMN "contest"."conflicts" IS 'Projects of which at most one can be carried out: JSON lists of their codes.';
COMMENT ON TABLE "contest" IS 'One envelope that is voted on: the projects of one area compete for its money.';

CREATE TABLE "project" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "code" VARCHAR(60) NOT NULL,
    "name" VARCHAR(400) NOT NULL,
    "summary" TEXT NOT NULL,
    "cost" BIGINT NOT NULL,
    "position" INT NOT NULL,
    "contest_id" BIGINT NOT NULL REFERENCES "contest" ("id") ON DELETE RESTRICT,
    "election_id" BIGINT NOT NULL REFERENCES "election" ("id") ON DELETE RESTRICT,
    "proposal_id" BIGINT REFERENCES "proposal" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_project_contest_03686e" UNIQUE ("contest_id", "code")
);
COMMENT ON TABLE "project" IS 'A feasible, priced proposal as it stands on the ballot; the lock keeps it as it is.';

CREATE TABLE "tally" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "outcome" TEXT NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "ballots" INT NOT NULL,
    "blank" INT NOT NULL,
    "contest_id" BIGINT NOT NULL UNIQUE REFERENCES "contest" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "tally" IS 'The count of one contest: its outcome with every step, and a digest to compare.';

CREATE TABLE "commitment" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "title" VARCHAR(150) NOT NULL,
    "problem" TEXT NOT NULL,
    "solution" TEXT NOT NULL,
    "expected_results" TEXT NOT NULL,
    "lead_body" VARCHAR(160) NOT NULL,
    "contact" VARCHAR(160) NOT NULL,
    "transparency" TEXT NOT NULL,
    "participation" TEXT NOT NULL,
    "accountability" TEXT NOT NULL,
    "starts_on" DATE,
    "ends_on" DATE,
    "state" VARCHAR(20) NOT NULL,
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "process_id" BIGINT NOT NULL REFERENCES "process" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "commitment"."transparency" IS 'OGP values with the reason for each; empty where the value does not apply.';
COMMENT ON COLUMN "commitment"."state" IS 'DRAFT: draft\nIN_CONSULTATION: in_consultation\nBEING_ANSWERED: being_answered\nBEFORE_FORUM: before_forum\nSENT_BACK: sent_back\nVALIDATED: validated\nADOPTED: adopted\nIN_DELIVERY: in_delivery\nBEING_CHANGED: being_changed\nSUSPENDED: suspended\nCANCELLED: cancelled\nCONCLUDED: concluded\nSELF_ASSESSED: self_assessed\nREVIEWED: reviewed\nWITHDRAWN: withdrawn\nNOT_VALIDATED: not_validated\nTURNED_DOWN: turned_down\nCLOSED: closed';
COMMENT ON COLUMN "commitment"."version" IS 'How often it was saved: of two editors at once, the second is told.';
COMMENT ON TABLE "commitment" IS 'An open-government commitment: a public problem, a solution, values and milestones.';

CREATE TABLE "destination" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "kind" VARCHAR(20) NOT NULL,
    "cause" VARCHAR(20) NOT NULL,
    "reason" TEXT NOT NULL,
    "responsible_body" VARCHAR(160) NOT NULL,
    "budget_line" VARCHAR(160) NOT NULL,
    "due_on" DATE,
    "version" INT NOT NULL,
    "decided_by_id" BIGINT NOT NULL,
    "decided_at" TIMESTAMPTZ NOT NULL,
    "project_id" BIGINT NOT NULL UNIQUE REFERENCES "project" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "destination"."kind" IS 'PORTFOLIO: portfolio\nCOMMITMENT: commitment\nDECLINED: declined';
COMMENT ON COLUMN "destination"."cause" IS 'concejo.commitments.core.destination.Cause where it is declined, else empty.';
COMMENT ON COLUMN "destination"."version" IS 'How often it was decided: who revises says which decision they have seen.';
COMMENT ON TABLE "destination" IS 'Where one winning project goes, and why.';

CREATE TABLE "milestone" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "title" VARCHAR(150) NOT NULL,
    "product" VARCHAR(300) NOT NULL,
    "responsible" VARCHAR(160) NOT NULL,
    "starts_on" DATE,
    "due_on" DATE,
    "position" INT NOT NULL,
    "commitment_id" BIGINT NOT NULL REFERENCES "commitment" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "milestone" IS 'A measurable step of a commitment; empty where it is not written yet.';

CREATE TABLE "origin" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "commitment_id" BIGINT NOT NULL REFERENCES "commitment" ("id") ON DELETE CASCADE,
    "project_id" BIGINT NOT NULL REFERENCES "project" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_origin_commitm_d11ef7" UNIQUE ("commitment_id", "project_id")
);
COMMENT ON TABLE "origin" IS 'A result that a commitment grew out of: its evidence, linked and never copied.';
