-- A terminal gets a new credential at each sign-in of staff: one that was planted or seen before is worth nothing then.

-- SHA-256 of the credential that was given last and has not come back yet; once it does, it takes the old one's place.
ALTER TABLE terminal ADD COLUMN next_token_hash BLOB;
CREATE UNIQUE INDEX terminal_by_next_token ON terminal (next_token_hash) WHERE next_token_hash IS NOT NULL;

-- Credentials of before, for browsers that lost the newest one: they still are the terminal, and nobody signed in there.
CREATE TABLE terminal_credential (
  token_hash  BLOB PRIMARY KEY,                    -- SHA-256
  terminal_id TEXT NOT NULL REFERENCES terminal (id),
  kept_at_ms  INTEGER NOT NULL,
  ends_at_ms  INTEGER                              -- null: until some minutes after the newest one is first shown
) STRICT, WITHOUT ROWID;

CREATE INDEX terminal_credential_by_terminal ON terminal_credential (terminal_id, kept_at_ms);
