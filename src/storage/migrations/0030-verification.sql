-- One-time codes, the visits they open, and the outbox their messages leave by.

CREATE TABLE challenge (
  id            TEXT PRIMARY KEY,
  purpose       TEXT NOT NULL,
  customer_id   TEXT,                              -- null at the kiosk until it is known which customer it is
  contact_kind  TEXT NOT NULL CHECK (contact_kind IN ('email', 'phone')),
  contact_value TEXT NOT NULL,
  channel       TEXT NOT NULL,
  locale        TEXT NOT NULL,
  terminal_id   TEXT NOT NULL,
  code_hmac     BLOB,                              -- HMAC-SHA-256, key outside the database; null once dead
  reference     TEXT NOT NULL,
  digits        INTEGER NOT NULL,
  decoy         INTEGER NOT NULL,                  -- 1: nobody we know; looks the same, sends nothing, verifies never
  status        TEXT NOT NULL CHECK (status IN ('live', 'verified', 'spent', 'superseded', 'expired', 'exhausted', 'cancelled')),
  tries_used    INTEGER NOT NULL,
  max_tries     INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  taken_at_ms   INTEGER,                           -- when the provider took the message: validity starts here
  expires_at_ms INTEGER NOT NULL,
  resend_at_ms  INTEGER NOT NULL,
  requested_by  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX challenge_by_contact ON challenge (contact_value, created_at_ms);
CREATE INDEX challenge_by_terminal ON challenge (terminal_id, created_at_ms);
CREATE INDEX challenge_by_age ON challenge (created_at_ms);
CREATE INDEX challenge_live ON challenge (terminal_id, expires_at_ms) WHERE status = 'live';

CREATE TABLE attempt (
  id           INTEGER PRIMARY KEY,
  challenge_id TEXT NOT NULL,
  at_ms        INTEGER NOT NULL,
  outcome      TEXT NOT NULL
) STRICT;
CREATE INDEX attempt_by_challenge ON attempt (challenge_id);

-- Wrong codes in a row, per contact: survives resends, restarts and changes of terminal.
CREATE TABLE contact_guard (
  contact_value   TEXT PRIMARY KEY,
  failures        INTEGER NOT NULL,
  locked_at_ms    INTEGER NOT NULL,
  locked_until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE visit (
  id            TEXT PRIMARY KEY,
  customer_id   TEXT NOT NULL REFERENCES customer (id),
  terminal_id   TEXT NOT NULL,
  challenge_id  TEXT NOT NULL,
  verified_by   TEXT NOT NULL CHECK (verified_by IN ('email', 'phone')),
  opened_by     TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  touched_at_ms INTEGER NOT NULL,
  ended_at_ms   INTEGER,
  ended_how     TEXT CHECK (ended_how IN ('finished', 'idle', 'abandoned'))
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_open ON visit (terminal_id, touched_at_ms) WHERE ended_at_ms IS NULL;

CREATE TABLE outbox (
  id                  TEXT PRIMARY KEY,
  template            TEXT NOT NULL,
  channel             TEXT NOT NULL,
  to_value            TEXT NOT NULL,
  locale              TEXT NOT NULL,
  params              TEXT NOT NULL,               -- JSON, without secrets
  secret              BLOB,                        -- AES-256-GCM, key outside the database; null once it left or died
  challenge_id        TEXT,
  status              TEXT NOT NULL CHECK (status IN ('queued', 'sending', 'retrying', 'taken', 'failed', 'unconfirmed', 'decoy')),
  attempts            INTEGER NOT NULL DEFAULT 0,
  next_attempt_at_ms  INTEGER NOT NULL,
  dies_at_ms          INTEGER NOT NULL,
  provider            TEXT,
  provider_message_id TEXT,
  failure             TEXT,
  words               TEXT,
  created_at_ms       INTEGER NOT NULL,
  taken_at_ms         INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (next_attempt_at_ms) WHERE status IN ('queued', 'retrying');
CREATE INDEX outbox_sending ON outbox (id) WHERE status = 'sending';
CREATE INDEX outbox_by_challenge ON outbox (challenge_id) WHERE challenge_id IS NOT NULL;

CREATE TABLE delivery_attempt (
  id          INTEGER PRIMARY KEY,
  message_id  TEXT NOT NULL,
  at_ms       INTEGER NOT NULL,
  provider    TEXT NOT NULL,
  duration_ms INTEGER NOT NULL,
  result      TEXT NOT NULL,
  failure     TEXT,
  words       TEXT
) STRICT;
CREATE INDEX delivery_attempt_by_message ON delivery_attempt (message_id);
