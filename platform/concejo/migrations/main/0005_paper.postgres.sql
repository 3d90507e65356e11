-- The desks where sheets are handed out, and the sheets that are typed after the vote.

CREATE TABLE "desk_session" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "place" VARCHAR(120) NOT NULL,
    "day" DATE NOT NULL,
    "is_open" BOOL NOT NULL,
    "spoilt" INT NOT NULL,
    "last_page" VARCHAR(64) NOT NULL,
    "election_id" BIGINT NOT NULL REFERENCES "election" ("id") ON DELETE RESTRICT,
    "officer_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_desk_sessio_electio_b60f21" ON "desk_session" ("election_id", "officer_id");
COMMENT ON COLUMN "desk_session"."spoilt" IS 'Spoilt sheets that were exchanged: they make no mark.';
COMMENT ON COLUMN "desk_session"."last_page" IS 'SHA-256 of the page that acted last: sent again, it gets the same answer and does nothing.';
COMMENT ON TABLE "desk_session" IS 'One officer at one desk on one day: how many sheets, never to whom or at what time.';

CREATE TABLE "desk_count" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "style" VARCHAR(60) NOT NULL,
    "handed" INT NOT NULL,
    "session_id" BIGINT NOT NULL REFERENCES "desk_session" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_desk_count_session_a683b8" UNIQUE ("session_id", "style")
);
COMMENT ON COLUMN "desk_count"."style" IS 'The contests of the style, as in voting.booth.core.style_name.';
COMMENT ON TABLE "desk_count" IS 'How many sheets of one style were handed out in one session.';

CREATE TABLE "urn" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "name" VARCHAR(120) NOT NULL,
    "sheets" INT,
    "election_id" BIGINT NOT NULL REFERENCES "election" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_urn_electio_38c29d" UNIQUE ("election_id", "name")
);
COMMENT ON COLUMN "urn"."sheets" IS 'How many sheets it holds, once two people have declared the same number.';
COMMENT ON TABLE "urn" IS 'One urn: its sheets are numbered by a stamp from 1 to as many as two people declare.';

CREATE TABLE "urn_declaration" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "sheets" INT NOT NULL,
    "clerk_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE RESTRICT,
    "urn_id" BIGINT NOT NULL REFERENCES "urn" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_urn_declara_urn_id_47ef98" UNIQUE ("urn_id", "clerk_id")
);
COMMENT ON TABLE "urn_declaration" IS 'How many sheets one person counted in an urn.';

CREATE TABLE "typed_sheet" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "number" INT NOT NULL,
    "turn" INT NOT NULL,
    "style" VARCHAR(60) NOT NULL,
    "plain" TEXT NOT NULL,
    "reason" VARCHAR(20) NOT NULL,
    "clerk_id" BIGINT NOT NULL REFERENCES "account" ("id") ON DELETE RESTRICT,
    "urn_id" BIGINT NOT NULL REFERENCES "urn" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_typed_sheet_urn_id_30910d" UNIQUE ("urn_id", "number", "clerk_id"),
    CONSTRAINT "uid_typed_sheet_urn_id_edda54" UNIQUE ("urn_id", "number", "turn")
);
COMMENT ON COLUMN "typed_sheet"."turn" IS '1 or 2: nobody types a sheet a third time.';
COMMENT ON COLUMN "typed_sheet"."reason" IS 'voting.paper.core.Reason, empty where the sheet is not null.';
COMMENT ON TABLE "typed_sheet" IS 'A sheet as one person typed it; `plain` is empty where the sheet is null.';

CREATE TABLE "sheet" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "number" INT NOT NULL,
    "style" VARCHAR(60) NOT NULL,
    "plain" TEXT NOT NULL,
    "urn_id" BIGINT NOT NULL REFERENCES "urn" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_sheet_urn_id_39f09e" UNIQUE ("urn_id", "number")
);
COMMENT ON TABLE "sheet" IS 'What is on a sheet, accepted: typed alike by two people, or decided by a third.';

COMMENT ON COLUMN "role_grant"."role" IS 'MODERATOR: moderator\nTECHNICIAN: technician\nBOARD: board\nDESK: desk\nCONTACT_POINT: contact_point\nADMINISTRATOR: administrator';
