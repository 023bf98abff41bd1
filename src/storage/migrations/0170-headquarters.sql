-- Offices that meet at headquarters: who this one is there, how far its changes and headquarters' came, and what was left over.

-- Money goes first, then the register, then what else happened.
ALTER TABLE change_log ADD COLUMN lane INTEGER GENERATED ALWAYS AS (
  CASE WHEN entity IN ('payment', 'payment_void') THEN 1 WHEN entity IN ('customer', 'bill') THEN 2 ELSE 3 END
) VIRTUAL;
CREATE INDEX change_log_by_lane ON change_log (lane, seq);

-- When each field was last written, by a hybrid logical clock: {"*": stamp, "name": stamp, "phone:+98…": stamp}.
ALTER TABLE customer ADD COLUMN stamps TEXT NOT NULL DEFAULT '{}';
ALTER TABLE customer ADD COLUMN home_branch TEXT;      -- the branch that holds the account; null: this one
ALTER TABLE bill ADD COLUMN stamp TEXT NOT NULL DEFAULT '';

CREATE TABLE headquarters (
  id                INTEGER PRIMARY KEY CHECK (id = 1),
  node              TEXT NOT NULL,                     -- stands in this office's stamps
  branch_id         TEXT,                              -- null: this office belongs to no headquarters
  branch_code       TEXT,
  server            TEXT,                              -- host, port and database, without the password
  epoch             INTEGER NOT NULL DEFAULT 0,
  restored          INTEGER NOT NULL DEFAULT 0,        -- 1: from a backup; the next meeting begins a new epoch
  recover           INTEGER NOT NULL DEFAULT 0,        -- 1: headquarters may have payments that this office lost
  customers_seq     INTEGER NOT NULL DEFAULT 0,        -- of headquarters' feed
  bills_seq         INTEGER NOT NULL DEFAULT 0,
  last_try_at_ms    INTEGER,
  last_met_at_ms    INTEGER,                           -- by this office's clock
  last_met_there_ms INTEGER,                           -- by headquarters' clock
  audit_seq         INTEGER NOT NULL DEFAULT 0,        -- the end of the audit trail that was last told
  clock_offset_ms   INTEGER,                           -- headquarters' clock minus this office's
  failure           TEXT,                              -- why the last try failed; null: it did not
  failure_words     TEXT
) STRICT;
INSERT INTO headquarters (id, node) VALUES (1, lower(hex(randomblob(4))));

CREATE TABLE headquarters_lane (
  lane       INTEGER PRIMARY KEY,
  acked_seq  INTEGER NOT NULL,                         -- headquarters has everything of the lane up to here
  acked_hash BLOB NOT NULL,
  sent_seq   INTEGER NOT NULL,                         -- on its way, or arrived without a word
  sent_hash  BLOB NOT NULL
) STRICT;
INSERT INTO headquarters_lane (lane, acked_seq, acked_hash, sent_seq, sent_hash)
  VALUES (1, 0, x'', 0, x''), (2, 0, x'', 0, x''), (3, 0, x'', 0, x'');

-- Records that one side would not take, until somebody tries them again.
CREATE TABLE headquarters_parked (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  direction TEXT NOT NULL CHECK (direction IN ('push', 'pull')),
  epoch     INTEGER NOT NULL,
  seq       INTEGER NOT NULL,                          -- of the change log, or of headquarters' feed
  entity    TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  at_ms     INTEGER NOT NULL,                          -- of the change
  body      TEXT NOT NULL,
  reason    TEXT NOT NULL,
  parked_at_ms INTEGER NOT NULL,
  tries     INTEGER NOT NULL DEFAULT 1,
  again     INTEGER NOT NULL DEFAULT 0,                -- 1: the next meeting tries it once more
  UNIQUE (direction, entity, entity_id, seq)
) STRICT;

-- Two branches wrote one field without knowing of each other: what was not kept.
CREATE TABLE headquarters_conflict (
  id             TEXT PRIMARY KEY,
  customer_id    TEXT NOT NULL REFERENCES customer (id),
  field          TEXT NOT NULL,
  kept           TEXT,
  lost           TEXT,
  happened_at_ms INTEGER NOT NULL,
  reviewed_at_ms INTEGER,
  reviewed_by    TEXT,                                 -- a staff id
  told           INTEGER NOT NULL DEFAULT 0            -- 1: headquarters knows of the review
) STRICT, WITHOUT ROWID;
CREATE INDEX headquarters_conflict_open ON headquarters_conflict (happened_at_ms) WHERE reviewed_at_ms IS NULL;

-- What became of each code, message and terminal goes into the change log with the writing itself. Never a code or a contact.
CREATE TRIGGER challenge_asked AFTER INSERT ON challenge BEGIN
  INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (NEW.created_at_ms, 'verification', NEW.id, json_object(
    'id', NEW.id, 'purpose', NEW.purpose, 'channel', NEW.channel, 'known', NEW.decoy = 0, 'customer_id', iif(NEW.decoy, NULL, NEW.customer_id),
    'terminal_id', NEW.terminal_id, 'status', NEW.status, 'tries_used', NEW.tries_used,
    'asked_at_ms', NEW.created_at_ms, 'taken_at_ms', NEW.taken_at_ms));
END;
CREATE TRIGGER challenge_ended AFTER UPDATE OF status ON challenge WHEN OLD.status <> NEW.status BEGIN
  INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (NEW.created_at_ms, 'verification', NEW.id, json_object(
    'id', NEW.id, 'purpose', NEW.purpose, 'channel', NEW.channel, 'known', NEW.decoy = 0, 'customer_id', iif(NEW.decoy, NULL, NEW.customer_id),
    'terminal_id', NEW.terminal_id, 'status', NEW.status, 'tries_used', NEW.tries_used,
    'asked_at_ms', NEW.created_at_ms, 'taken_at_ms', NEW.taken_at_ms));
END;
CREATE TRIGGER message_ended AFTER UPDATE OF status ON outbox
WHEN OLD.status <> NEW.status AND NEW.status IN ('taken', 'failed', 'unconfirmed') BEGIN
  INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (NEW.created_at_ms, 'message', NEW.id, json_object(
    'id', NEW.id, 'template', NEW.template, 'channel', NEW.channel, 'provider', NEW.provider, 'status', NEW.status,
    'failure', NEW.failure, 'attempts', NEW.attempts, 'challenge_id', NEW.challenge_id,
    'queued_at_ms', NEW.created_at_ms, 'taken_at_ms', NEW.taken_at_ms));
END;
CREATE TRIGGER terminal_added AFTER INSERT ON terminal BEGIN
  INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (NEW.created_at_ms, 'terminal', NEW.id, json_object(
    'id', NEW.id, 'number', NEW.number, 'name', NEW.name, 'face', NEW.face, 'created_at_ms', NEW.created_at_ms,
    'revoked_at_ms', NEW.revoked_at_ms));
END;
CREATE TRIGGER terminal_changed AFTER UPDATE OF name, face, revoked_at_ms ON terminal
WHEN OLD.name <> NEW.name OR OLD.face IS NOT NEW.face OR OLD.revoked_at_ms IS NOT NEW.revoked_at_ms BEGIN
  INSERT INTO change_log (at_ms, entity, entity_id, body) VALUES (NEW.created_at_ms, 'terminal', NEW.id, json_object(
    'id', NEW.id, 'number', NEW.number, 'name', NEW.name, 'face', NEW.face, 'created_at_ms', NEW.created_at_ms,
    'revoked_at_ms', NEW.revoked_at_ms));
END;
-- Those that were here before.
INSERT INTO change_log (at_ms, entity, entity_id, body)
  SELECT t.created_at_ms, 'terminal', t.id, json_object('id', t.id, 'number', t.number, 'name', t.name, 'face', t.face,
    'created_at_ms', t.created_at_ms, 'revoked_at_ms', t.revoked_at_ms)
  FROM terminal t ORDER BY t.number;
INSERT INTO change_log (at_ms, entity, entity_id, body)
  SELECT c.created_at_ms, 'verification', c.id, json_object('id', c.id, 'purpose', c.purpose, 'channel', c.channel,
    'known', c.decoy = 0, 'customer_id', iif(c.decoy, NULL, c.customer_id), 'terminal_id', c.terminal_id, 'status', c.status,
    'tries_used', c.tries_used, 'asked_at_ms', c.created_at_ms, 'taken_at_ms', c.taken_at_ms)
  FROM challenge c ORDER BY c.id;
