-- Staff with passwords and second factors, their sessions, and the slow locks after wrong answers.

CREATE TABLE staff_next (
  id                 TEXT PRIMARY KEY,
  name               TEXT NOT NULL UNIQUE COLLATE NOCASE,
  role               TEXT NOT NULL CHECK (role IN ('clerk', 'supervisor', 'administrator')),
  email              TEXT,                            -- lower case; codes and notices go there
  phone              TEXT,                            -- E.164
  password_hash      TEXT,                            -- Argon2id, PHC string; null in an account of the time of PINs alone
  password_temporary INTEGER NOT NULL DEFAULT 0,      -- 1: chosen by someone else; a new one is asked for at sign-in
  pin_hash           TEXT,                            -- Argon2id; for approvals and for switching between people
  badge_hmac         BLOB,                            -- HMAC-SHA-256 of the card's number, key outside the database
  failures           INTEGER NOT NULL DEFAULT 0,      -- wrong PINs in a row
  locked_until_ms    INTEGER NOT NULL DEFAULT 0,
  active             INTEGER NOT NULL DEFAULT 1,
  totp_secret        BLOB,                            -- AES-256-GCM, key outside the database
  totp_offered       BLOB,                            -- shown as a QR, not proven yet
  totp_last_step     INTEGER,                         -- accepted last; neither it nor an earlier one passes again
  created_at_ms      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO staff_next (id, name, role, pin_hash, failures, locked_until_ms, created_at_ms)
SELECT id, name, role, pin_hash, failures, locked_until_ms, created_at_ms FROM staff;
DROP TABLE staff;
ALTER TABLE staff_next RENAME TO staff;
-- Whoever proves a contact may choose a new password: it must say which person that is.
CREATE UNIQUE INDEX staff_by_email ON staff (email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX staff_by_badge ON staff (badge_hmac) WHERE badge_hmac IS NOT NULL;
CREATE UNIQUE INDEX staff_by_phone ON staff (phone) WHERE phone IS NOT NULL;

CREATE TABLE staff_session (
  id            TEXT PRIMARY KEY,
  staff_id      TEXT NOT NULL REFERENCES staff (id),
  terminal_id   TEXT NOT NULL,
  how           TEXT NOT NULL CHECK (how IN ('password', 'email', 'sms', 'whatsapp', 'totp', 'recovery', 'pin', 'badge')),
  created_at_ms INTEGER NOT NULL,
  seen_at_ms    INTEGER NOT NULL,                     -- the person last did something
  ended_at_ms   INTEGER,
  ended_how     TEXT CHECK (ended_how IN ('signed_out', 'idle', 'replaced', 'restart', 'revoked')),
  CHECK ((ended_at_ms IS NULL) = (ended_how IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_session_by_staff ON staff_session (staff_id, created_at_ms);
CREATE INDEX staff_session_open ON staff_session (terminal_id) WHERE ended_at_ms IS NULL;
CREATE INDEX staff_session_by_age ON staff_session (created_at_ms);

-- Wrong passwords and second factors in a row: by staff id, or by an HMAC of a name nobody has.
CREATE TABLE sign_in_guard (
  key             TEXT PRIMARY KEY,
  failures        INTEGER NOT NULL,
  locked_until_ms INTEGER NOT NULL,
  touched_at_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_code (
  owner_id   TEXT NOT NULL,                           -- whose sign-in it opens
  code_hmac  BLOB NOT NULL,                           -- HMAC-SHA-256, key outside the database
  used_at_ms INTEGER,
  PRIMARY KEY (owner_id, code_hmac)
) STRICT, WITHOUT ROWID;
