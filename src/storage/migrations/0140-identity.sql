-- Customers' own identity: registration by a proven contact, changes of contact, codes on or off, authenticator and recovery.

-- When a code to it was read back here. Null for what a file or a clerk brought: it counts, but nobody proved it.
ALTER TABLE contact ADD COLUMN proven_at_ms INTEGER;

-- The last time somebody switched this customer's codes off or on; never switched: all null, and codes go out.
ALTER TABLE customer ADD COLUMN codes_off INTEGER NOT NULL DEFAULT 0 CHECK (codes_off IN (0, 1));
ALTER TABLE customer ADD COLUMN codes_changed_at_ms INTEGER;
ALTER TABLE customer ADD COLUMN codes_changed_by TEXT;

-- Account numbers that this office gives: N-3-0001 at terminal 3.
ALTER TABLE terminal ADD COLUMN next_account INTEGER NOT NULL DEFAULT 1;

-- What a newcomer typed, until the code proves their contact. It lives and dies with the challenge.
CREATE TABLE registration (
  challenge_id TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  address      TEXT NOT NULL,
  ward         TEXT NOT NULL,
  locale       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A change of contact under way inside a visit: which codes it needs, and which were read back.
CREATE TABLE contact_change (
  id               TEXT PRIMARY KEY,
  visit_id         TEXT NOT NULL,
  customer_id      TEXT NOT NULL REFERENCES customer (id),
  old_contact_id   TEXT,                           -- null where a contact is added
  new_kind         TEXT CHECK (new_kind IN ('email', 'phone')),
  new_value        TEXT,                           -- null where a contact is removed
  old_challenge_id TEXT,
  new_challenge_id TEXT,
  old_proven_at_ms INTEGER,
  new_proven_at_ms INTEGER,
  CHECK (old_contact_id IS NOT NULL OR new_value IS NOT NULL),
  CHECK ((new_kind IS NULL) = (new_value IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_change_by_visit ON contact_change (visit_id);

-- When and where a second person stood for a change's codes, so that the limit holds across a restart.
CREATE TABLE contact_approval (
  id          INTEGER PRIMARY KEY,
  at_ms       INTEGER NOT NULL,
  terminal_id TEXT NOT NULL
) STRICT;
CREATE INDEX contact_approval_by_age ON contact_approval (at_ms);

-- An authenticator app. The secret is sealed with a key outside the database; a pending one waits for its first code.
CREATE TABLE customer_authenticator (
  customer_id      TEXT PRIMARY KEY REFERENCES customer (id),
  secret           BLOB,
  last_step        INTEGER NOT NULL DEFAULT 0,     -- of 30 s; a code of this step or an earlier one is not taken again
  enrolled_at_ms   INTEGER,
  pending_secret   BLOB,
  pending_visit_id TEXT,
  CHECK ((secret IS NULL) = (enrolled_at_ms IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE customer_recovery_code (
  customer_id TEXT NOT NULL REFERENCES customer (id),
  hash        BLOB NOT NULL,                       -- HMAC-SHA-256, key outside the database
  used_at_ms  INTEGER,
  PRIMARY KEY (customer_id, hash)
) STRICT, WITHOUT ROWID;

-- A visit may now be opened by an authenticator or a recovery code; at the kiosk beside a challenge, at the desk without one.
CREATE TABLE visit_next (
  id               TEXT PRIMARY KEY,
  customer_id      TEXT NOT NULL REFERENCES customer (id),
  terminal_id      TEXT NOT NULL,
  challenge_id     TEXT,
  verified_by      TEXT NOT NULL CHECK (verified_by IN ('email', 'phone', 'staff', 'authenticator', 'recovery')),
  opened_by        TEXT NOT NULL,
  started_at_ms    INTEGER NOT NULL,
  touched_at_ms    INTEGER NOT NULL,
  ended_at_ms      INTEGER,
  ended_how        TEXT CHECK (ended_how IN ('finished', 'idle', 'abandoned')),
  vouched_reason   TEXT,
  vouched_document TEXT,
  vouched_by       TEXT CHECK (vouched_by <> opened_by),  -- the second person, who approved it with their PIN
  CHECK (CASE verified_by
    WHEN 'staff' THEN challenge_id IS NULL
    WHEN 'email' THEN challenge_id IS NOT NULL
    WHEN 'phone' THEN challenge_id IS NOT NULL
    ELSE 1 END),
  CHECK ((verified_by = 'staff') = (vouched_by IS NOT NULL AND vouched_reason IS NOT NULL AND vouched_document IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO visit_next (id, customer_id, terminal_id, challenge_id, verified_by, opened_by, started_at_ms, touched_at_ms,
  ended_at_ms, ended_how, vouched_reason, vouched_document, vouched_by)
SELECT id, customer_id, terminal_id, challenge_id, verified_by, opened_by, started_at_ms, touched_at_ms,
  ended_at_ms, ended_how, vouched_reason, vouched_document, vouched_by
FROM visit;
DROP TABLE visit;
ALTER TABLE visit_next RENAME TO visit;
CREATE INDEX visit_open ON visit (terminal_id, touched_at_ms) WHERE ended_at_ms IS NULL;
CREATE INDEX visit_vouched ON visit (started_at_ms) WHERE verified_by = 'staff';
