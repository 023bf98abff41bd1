-- Screens of other machines: a terminal's name, face and standing, and the screens that wait to be let in.

ALTER TABLE terminal ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE terminal ADD COLUMN face TEXT CHECK (face IN ('desk', 'kiosk'));  -- null: the address decides
ALTER TABLE terminal ADD COLUMN paired_by TEXT;                               -- a staff id
ALTER TABLE terminal ADD COLUMN paired_at_ms INTEGER;                         -- null: a screen of this very machine
ALTER TABLE terminal ADD COLUMN revoked_at_ms INTEGER;
ALTER TABLE terminal ADD COLUMN last_seen_at_ms INTEGER;
ALTER TABLE terminal ADD COLUMN remote_address TEXT NOT NULL DEFAULT '';      -- where it was last seen

CREATE UNIQUE INDEX terminal_name ON terminal (name COLLATE NOCASE) WHERE name <> '' AND revoked_at_ms IS NULL;

CREATE TABLE pairing (
  id             TEXT PRIMARY KEY,
  waiting_hash   BLOB NOT NULL UNIQUE,             -- SHA-256 of the cookie the waiting screen holds
  code           TEXT NOT NULL UNIQUE,             -- readable: it stands on a screen, and lets nobody in without an administrator
  tries          INTEGER NOT NULL DEFAULT 0,       -- wrong codes typed while this one was alive
  remote_address TEXT NOT NULL,
  address_block  TEXT NOT NULL,                    -- what counts as one place: an IPv4 address, an IPv6 /64
  browser        TEXT NOT NULL,
  created_at_ms  INTEGER NOT NULL,
  expires_at_ms  INTEGER NOT NULL,
  terminal_id    TEXT REFERENCES terminal (id)     -- set once an administrator let it in
) STRICT, WITHOUT ROWID;

CREATE INDEX pairing_by_block ON pairing (address_block);
CREATE INDEX pairing_by_expiry ON pairing (expires_at_ms);
