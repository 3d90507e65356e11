-- Written from the models by `python -m concejo.db.draft`; do not edit.

CREATE TABLE "audit_entry" (
    "number" BIGINT NOT NULL PRIMARY KEY,
    "at" TIMESTAMP NOT NULL,
    "actor_id" BIGINT,
    "actor_name" VARCHAR(80) NOT NULL,
    "action" VARCHAR(60) NOT NULL,
    "subject" VARCHAR(120) NOT NULL,
    "details" TEXT NOT NULL,
    "previous_hash" VARCHAR(64) NOT NULL UNIQUE,
    "hash" VARCHAR(64) NOT NULL UNIQUE
) /* Something that was done, by whom, to what; the database refuses to change or delete it. */;

CREATE TABLE "letter" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "recipient" VARCHAR(254) NOT NULL,
    "subject" VARCHAR(200) NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "tries" INT NOT NULL,
    "next_try_at" TIMESTAMP NOT NULL,
    "last_error" VARCHAR(200) NOT NULL
) /* A mail to be sent; forgotten once it is delivered. */;
CREATE INDEX "idx_letter_next_tr_3ff0ea" ON "letter" ("next_try_at");

CREATE TABLE "roll" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "name" VARCHAR(120) NOT NULL UNIQUE,
    "is_synthetic" INT NOT NULL,
    "updated_at" TIMESTAMP
) /* A list of entitled persons: the municipal roll, or a synthetic one of an election. */;

CREATE TABLE "roll_entry" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "document_hash" VARCHAR(64) NOT NULL,
    "birth_date" DATE NOT NULL,
    "postcode" VARCHAR(12) NOT NULL,
    "area_code" VARCHAR(20) NOT NULL,
    "is_active" INT NOT NULL,
    "roll_id" BIGINT NOT NULL REFERENCES "roll" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_roll_entry_roll_id_f9864a" UNIQUE ("roll_id", "document_hash")
) /* One entitled person. The document number is kept only as a keyed hash. */;
CREATE INDEX "idx_roll_entry_roll_id_177bb8" ON "roll_entry" ("roll_id", "area_code");

CREATE TABLE "account" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "email" VARCHAR(254) NOT NULL UNIQUE,
    "name" VARCHAR(80) NOT NULL,
    "password_hash" VARCHAR(200) NOT NULL,
    "email_confirmed_at" TIMESTAMP,
    "totp_secret" VARCHAR(200),
    "totp_last_step" BIGINT,
    "language" VARCHAR(5) NOT NULL,
    "created_at" TIMESTAMP NOT NULL
) /* A person who signs in; entitled to nothing by that alone. */;

CREATE TABLE "session" (
    "token_hash" VARCHAR(64) NOT NULL PRIMARY KEY,
    "awaits_second_factor" INT NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "account_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
) /* One browser that somebody is signed in with; the token itself is only in its cookie. */;

CREATE TABLE "account_token" (
    "token_hash" VARCHAR(64) NOT NULL PRIMARY KEY,
    "purpose" VARCHAR(20) NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "account_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE
) /* A link sent by mail, to confirm an address or to choose a password; kept as a hash. */;

CREATE TABLE "attempt" (
    "key" VARCHAR(64) NOT NULL PRIMARY KEY,
    "count" INT NOT NULL,
    "blocked_until" TIMESTAMP,
    "last_at" TIMESTAMP NOT NULL
) /* How often something was tried of late, by a key that names nobody (a keyed hash). */;

CREATE TABLE "role_grant" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "role" VARCHAR(20) NOT NULL /* MODERATOR: moderator\nTECHNICIAN: technician\nBOARD: board\nCONTACT_POINT: contact_point\nADMINISTRATOR: administrator */,
    "process_id" BIGINT NOT NULL /* 0 for all processes: NULL would escape the UNIQUE below. */,
    "account_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_role_grant_account_2034ec" UNIQUE ("account_id", "role", "process_id")
) /* A duty that an account holds, in one process or, with process 0, in all of them. */;

CREATE TABLE "verification" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "verified_at" TIMESTAMP NOT NULL,
    "account_id" BIGINT NOT NULL UNIQUE REFERENCES "account" ("id") ON DELETE CASCADE,
    "person_id" BIGINT NOT NULL UNIQUE REFERENCES "roll_entry" ("id") ON DELETE RESTRICT
) /* One account is one entry of the roll, and the other way round. */;

CREATE TABLE "decision" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "process_id" BIGINT NOT NULL,
    "subject" VARCHAR(60) NOT NULL /* "proposal:12", "comment:7": moderation stands below the rooms that it moderates. */,
    "number" INT NOT NULL /* Counts the decisions on one subject from 1: of two that are made at once, one is refused. */,
    "title" VARCHAR(160) NOT NULL,
    "verdict" VARCHAR(20) NOT NULL /* ADMITTED: admitted\nRETURNED: returned\nREJECTED: rejected\nHIDDEN: hidden\nRESTORED: restored */,
    "reason" TEXT NOT NULL,
    "decided_at" TIMESTAMP NOT NULL,
    "moderator_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_decision_subject_a97a58" UNIQUE ("subject", "number")
) /* What a moderator decided about a proposal or a comment, and why, in public. */;
CREATE INDEX "idx_decision_process_cdbf16" ON "decision" ("process_id");

CREATE TABLE "process" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "slug" VARCHAR(60) NOT NULL UNIQUE,
    "title" VARCHAR(120) NOT NULL,
    "summary" VARCHAR(400) NOT NULL,
    "description" TEXT NOT NULL,
    "timezone" VARCHAR(40) NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "minimum_age" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "roll_id" BIGINT NOT NULL REFERENCES "roll" ("id") ON DELETE RESTRICT
) /* A participatory process, such as the participatory budget of one year. */;

CREATE TABLE "area" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "code" VARCHAR(20) NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "position" INT NOT NULL,
    "envelope_amount" BIGINT NOT NULL,
    "envelope_currency" VARCHAR(3) NOT NULL,
    "parent_id" BIGINT REFERENCES "area" ("id") ON DELETE RESTRICT,
    "process_id" BIGINT NOT NULL REFERENCES "process" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_area_process_92f9db" UNIQUE ("process_id", "code")
) /* A part of the town with its envelope of money: the whole city, or a district of it. */;

CREATE TABLE "phase" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(20) NOT NULL /* ANNOUNCED: announced\nPROPOSING: proposing\nSUPPORTING: supporting\nVALUING: valuing\nVOTING: voting\nCOUNTING: counting\nFOLLOWING: following */,
    "starts_at" TIMESTAMP NOT NULL,
    "ends_at" TIMESTAMP NOT NULL,
    "process_id" BIGINT NOT NULL REFERENCES "process" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_phase_process_914337" UNIQUE ("process_id", "kind")
) /* A phase of a process: from starts_at up to but not including ends_at. */;

CREATE TABLE "proposal" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "status" VARCHAR(20) NOT NULL /* DRAFT: draft\nSUBMITTED: submitted\nRETURNED: returned\nADMITTED: admitted\nREJECTED: rejected\nWITHDRAWN: withdrawn\nFEASIBLE: feasible\nUNFEASIBLE: unfeasible */,
    "title" VARCHAR(120) NOT NULL,
    "summary" VARCHAR(600) NOT NULL,
    "text" TEXT NOT NULL,
    "place" VARCHAR(200) NOT NULL,
    "cost_guess" BIGINT /* The author's guess, in minor units of the process's currency. */,
    "draft_key" VARCHAR(40) NOT NULL /* The form that the draft was begun with: sent twice, it makes one draft. */,
    "sought" TEXT NOT NULL /* Title and summary without accents and capitals, for the search. */,
    "created_at" TIMESTAMP NOT NULL,
    "submitted_at" TIMESTAMP,
    "admitted_at" TIMESTAMP,
    "updated_at" TIMESTAMP NOT NULL,
    "area_id" BIGINT NOT NULL REFERENCES "area" ("id") ON DELETE RESTRICT,
    "author_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE RESTRICT,
    "process_id" BIGINT NOT NULL REFERENCES "process" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_proposal_author__b537d8" UNIQUE ("author_id", "draft_key")
) /* What a resident proposes to a process, from draft to verdict. */;
CREATE INDEX "idx_proposal_process_914793" ON "proposal" ("process_id", "status");

CREATE TABLE "proposal_image" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "content_hash" VARCHAR(64) NOT NULL,
    "width" INT NOT NULL,
    "height" INT NOT NULL,
    "description" VARCHAR(200) NOT NULL,
    "position" INT NOT NULL,
    "proposal_id" BIGINT NOT NULL REFERENCES "proposal" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_proposal_im_proposa_4303d2" UNIQUE ("proposal_id", "content_hash")
) /* A picture of a proposal, re-encoded by us; its files are named by the hash of the larger. */;

CREATE TABLE "support" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "person_id" BIGINT NOT NULL REFERENCES "roll_entry" ("id") ON DELETE RESTRICT,
    "proposal_id" BIGINT NOT NULL REFERENCES "proposal" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_support_proposa_d9f3eb" UNIQUE ("proposal_id", "person_id")
) /* One person backs one proposal. Names are never listed: a support can tell an opinion. */;

CREATE TABLE "comment" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "stance" VARCHAR(10) NOT NULL /* FOR: for\nAGAINST: against\nNEUTRAL: neutral */,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "is_hidden" INT NOT NULL,
    "author_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE RESTRICT,
    "parent_id" BIGINT REFERENCES "comment" ("id") ON DELETE RESTRICT,
    "proposal_id" BIGINT NOT NULL REFERENCES "proposal" ("id") ON DELETE RESTRICT
) /* What somebody says about a proposal; hidden ones keep their place and the reason. */;
CREATE INDEX "idx_comment_proposa_964a72" ON "comment" ("proposal_id", "parent_id");
CREATE INDEX "idx_comment_author__f966c7" ON "comment" ("author_id", "created_at");

CREATE TABLE "valuation" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "is_competent" INT NOT NULL,
    "competent_body" VARCHAR(160) NOT NULL,
    "is_feasible" INT NOT NULL,
    "cost" BIGINT /* In minor units of the process's currency; set where feasible. */,
    "reasons" TEXT NOT NULL,
    "revision" INT NOT NULL /* Counts how often it was saved: of two at once, one is told that the other was faster. */,
    "valued_at" TIMESTAMP NOT NULL,
    "technician_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE RESTRICT,
    "proposal_id" BIGINT NOT NULL UNIQUE REFERENCES "proposal" ("id") ON DELETE RESTRICT
) /* What the technical office found: whose competence, feasible or not, the cost, and why. */;

CREATE TABLE "election" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "ballot_form" TEXT NOT NULL /* voting.core.ballots.BallotForm and voting.core.rules.RuleSpec, as canonical JSON. */,
    "rule" TEXT NOT NULL,
    "ties" TEXT NOT NULL /* The declared tie order, as JSON, and the public seed of its lot. */,
    "lot_seed" VARCHAR(120) NOT NULL,
    "manifest" TEXT NOT NULL /* All of the above with projects, prices and roll size, frozen when the vote opens. */,
    "manifest_hash" VARCHAR(64) NOT NULL,
    "eligible" INT NOT NULL,
    "opened_on" DATE /* The day on which the vote opened: who has the age on it may vote. */,
    "locked_at" TIMESTAMP,
    "closed_at" TIMESTAMP,
    "counted_at" TIMESTAMP,
    "process_id" BIGINT NOT NULL UNIQUE REFERENCES "process" ("id") ON DELETE RESTRICT
) /* The vote of a process: what a ballot may be, the rule, and what became of it. */;

CREATE TABLE "contest" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "area_code" VARCHAR(20) NOT NULL /* As the area was when the vote opened: whoever lives there, or everybody, votes on it. */,
    "is_citywide" INT NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "budget" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "position" INT NOT NULL,
    "conflicts" TEXT NOT NULL /* Projects of which at most one can be carried out: JSON lists of their codes. */,
    "area_id" BIGINT NOT NULL REFERENCES "area" ("id") ON DELETE RESTRICT,
    "election_id" BIGINT NOT NULL REFERENCES "election" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_contest_electio_b3b9c2" UNIQUE ("election_id", "area_id")
) /* One envelope that is voted on: the projects of one area compete for its money. */;

CREATE TABLE "project" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "code" VARCHAR(60) NOT NULL,
    "name" VARCHAR(400) NOT NULL,
    "summary" TEXT NOT NULL,
    "cost" BIGINT NOT NULL,
    "position" INT NOT NULL,
    "contest_id" BIGINT NOT NULL REFERENCES "contest" ("id") ON DELETE RESTRICT,
    "election_id" BIGINT NOT NULL REFERENCES "election" ("id") ON DELETE RESTRICT,
    "proposal_id" BIGINT REFERENCES "proposal" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_project_contest_03686e" UNIQUE ("contest_id", "code")
) /* A feasible, priced proposal as it stands on the ballot; the lock keeps it as it is. */;

CREATE TABLE "tally" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "outcome" TEXT NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "ballots" INT NOT NULL,
    "blank" INT NOT NULL,
    "contest_id" BIGINT NOT NULL UNIQUE REFERENCES "contest" ("id") ON DELETE RESTRICT
) /* The count of one contest: its outcome with every step, and a digest to compare. */;

CREATE TABLE "commitment" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "title" VARCHAR(150) NOT NULL,
    "problem" TEXT NOT NULL,
    "solution" TEXT NOT NULL,
    "expected_results" TEXT NOT NULL,
    "lead_body" VARCHAR(160) NOT NULL,
    "contact" VARCHAR(160) NOT NULL,
    "transparency" TEXT NOT NULL /* OGP values with the reason for each; empty where the value does not apply. */,
    "participation" TEXT NOT NULL,
    "accountability" TEXT NOT NULL,
    "starts_on" DATE,
    "ends_on" DATE,
    "state" VARCHAR(20) NOT NULL /* DRAFT: draft\nIN_CONSULTATION: in_consultation\nBEING_ANSWERED: being_answered\nBEFORE_FORUM: before_forum\nSENT_BACK: sent_back\nVALIDATED: validated\nADOPTED: adopted\nIN_DELIVERY: in_delivery\nBEING_CHANGED: being_changed\nSUSPENDED: suspended\nCANCELLED: cancelled\nCONCLUDED: concluded\nSELF_ASSESSED: self_assessed\nREVIEWED: reviewed\nWITHDRAWN: withdrawn\nNOT_VALIDATED: not_validated\nTURNED_DOWN: turned_down\nCLOSED: closed */,
    "version" INT NOT NULL /* How often it was saved: of two editors at once, the second is told. */,
    "created_at" TIMESTAMP NOT NULL,
    "updated_at" TIMESTAMP NOT NULL,
    "process_id" BIGINT NOT NULL REFERENCES "process" ("id") ON DELETE RESTRICT
) /* An open-government commitment: a public problem, a solution, values and milestones. */;

CREATE TABLE "destination" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(20) NOT NULL /* PORTFOLIO: portfolio\nCOMMITMENT: commitment\nDECLINED: declined */,
    "cause" VARCHAR(20) NOT NULL /* concejo.commitments.core.destination.Cause where it is declined, else empty. */,
    "reason" TEXT NOT NULL,
    "responsible_body" VARCHAR(160) NOT NULL,
    "budget_line" VARCHAR(160) NOT NULL,
    "due_on" DATE,
    "version" INT NOT NULL /* How often it was decided: who revises says which decision they have seen. */,
    "decided_by_id" BIGINT NOT NULL,
    "decided_at" TIMESTAMP NOT NULL,
    "project_id" BIGINT NOT NULL UNIQUE REFERENCES "project" ("id") ON DELETE RESTRICT
) /* Where one winning project goes, and why. */;

CREATE TABLE "milestone" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "title" VARCHAR(150) NOT NULL,
    "product" VARCHAR(300) NOT NULL,
    "responsible" VARCHAR(160) NOT NULL,
    "starts_on" DATE,
    "due_on" DATE,
    "position" INT NOT NULL,
    "commitment_id" BIGINT NOT NULL REFERENCES "commitment" ("id") ON DELETE CASCADE
) /* A measurable step of a commitment; empty where it is not written yet. */;

CREATE TABLE "origin" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "commitment_id" BIGINT NOT NULL REFERENCES "commitment" ("id") ON DELETE CASCADE,
    "project_id" BIGINT NOT NULL REFERENCES "project" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_origin_commitm_d11ef7" UNIQUE ("commitment_id", "project_id")
) /* A result that a commitment grew out of: its evidence, linked and never copied. */;
