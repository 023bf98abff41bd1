-- People who sign in over REST with a proven contact, their sign-ins, and the refresh tokens those live by.

CREATE TABLE app_user (
  id               TEXT PRIMARY KEY,
  phone_number     TEXT UNIQUE,                    -- E.164; proven by the code that made this row
  email            TEXT UNIQUE,                    -- lower case
  username         TEXT UNIQUE,
  first_name       TEXT,
  last_name        TEXT,
  customer_id      TEXT REFERENCES customer (id) ON DELETE SET NULL, -- the one customer who has the proven contact
  created_at_ms    INTEGER NOT NULL,
  signed_in_at_ms  INTEGER NOT NULL,
  CHECK (phone_number IS NOT NULL OR email IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX app_user_by_customer ON app_user (customer_id) WHERE customer_id IS NOT NULL;

-- One sign-in: the family all its refresh tokens belong to.
CREATE TABLE app_session (
  id            TEXT PRIMARY KEY,
  user_id       TEXT NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
  created_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,                  -- of its newest refresh token
  ended_at_ms   INTEGER,
  ended_how     TEXT CHECK (ended_how IN ('signed_out', 'token_reused')),
  CHECK ((ended_at_ms IS NULL) = (ended_how IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX app_session_by_user ON app_session (user_id);
CREATE INDEX app_session_by_expiry ON app_session (expires_at_ms);

CREATE TABLE refresh_token (
  token_hash    BLOB PRIMARY KEY,                  -- SHA-256 of 256 random bits; the token itself is kept nowhere
  session_id    TEXT NOT NULL REFERENCES app_session (id) ON DELETE CASCADE,
  created_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  used_at_ms    INTEGER                            -- once used it is good for nothing but to betray a thief
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_token_by_session ON refresh_token (session_id);

-- Requests for codes of the last minute, so that the limit per address holds across a restart.
CREATE TABLE rest_request (
  id      INTEGER PRIMARY KEY,
  origin  TEXT NOT NULL,                           -- HMAC of the address, key outside the database
  at_ms   INTEGER NOT NULL
) STRICT;
CREATE INDEX rest_request_by_origin ON rest_request (origin, at_ms);
CREATE INDEX rest_request_by_age ON rest_request (at_ms);
