-- The office itself: settings, terminals, staff, the audit trail and the change log for headquarters.

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE terminal (
  id             TEXT PRIMARY KEY,
  token_hash     BLOB NOT NULL UNIQUE,             -- SHA-256 of the credential the terminal holds
  number         INTEGER NOT NULL UNIQUE,          -- 1, 2, 3 …: the label is T1, T2, T3
  receipt_series INTEGER NOT NULL DEFAULT 1,       -- raised by a restore, so that no receipt number is used twice
  next_receipt   INTEGER NOT NULL DEFAULT 1,
  next_ticket    INTEGER NOT NULL DEFAULT 1,
  created_at_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL UNIQUE COLLATE NOCASE,
  role            TEXT NOT NULL CHECK (role IN ('clerk', 'supervisor', 'administrator')),
  pin_hash        TEXT NOT NULL,                   -- Argon2id, PHC string
  failures        INTEGER NOT NULL DEFAULT 0,      -- wrong PINs in a row
  locked_until_ms INTEGER NOT NULL DEFAULT 0,
  created_at_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  seq           INTEGER PRIMARY KEY,
  at_ms         INTEGER NOT NULL,
  actor         TEXT NOT NULL,                     -- a staff id, 'customer' or 'system'
  terminal_id   TEXT,
  visit_id      TEXT,
  action        TEXT NOT NULL,
  subject       TEXT NOT NULL,                     -- the id of what it happened to
  outcome       TEXT NOT NULL,
  detail        TEXT NOT NULL,                     -- JSON; contacts masked, never a code or a secret
  previous_hash BLOB NOT NULL,
  hash          BLOB NOT NULL                      -- SHA-256 over the row and previous_hash
) STRICT;

-- Where the chain ends, proven by a key outside the database: without it a trail could be cut short unseen.
CREATE TABLE audit_head (
  id  INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  mac BLOB NOT NULL                                -- HMAC-SHA-256 over seq and the hash of that row
) STRICT;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TABLE change_log (
  seq       INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms     INTEGER NOT NULL,
  entity    TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  body      TEXT NOT NULL                          -- JSON: the whole of a new fact, or the fields that changed
) STRICT;
