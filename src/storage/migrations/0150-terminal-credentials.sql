-- A terminal gets a new credential at each sign-in of staff: one that was planted or seen before is worth nothing then.

-- SHA-256 of the credential that was given last and has not come back yet; once it does, it takes the old one's place.
ALTER TABLE terminal ADD COLUMN next_token_hash BLOB;
CREATE UNIQUE INDEX terminal_by_next_token ON terminal (next_token_hash) WHERE next_token_hash IS NOT NULL;
