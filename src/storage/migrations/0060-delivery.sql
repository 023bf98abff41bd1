-- Providers and their order, the truth of each delivery, counters and alarms against abuse, and the office's own words.

CREATE TABLE provider (
  id            TEXT PRIMARY KEY,                  -- short stable name, `twilio-2`; never used again
  position      INTEGER NOT NULL,                  -- order in which they were made
  settings      TEXT NOT NULL,                     -- JSON without any secret; see the contract's providerSettings
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  removed_at_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE route (
  channel     TEXT NOT NULL,
  prefix      TEXT NOT NULL,                       -- `+98`, or empty for every number and for mail
  position    INTEGER NOT NULL,
  provider_id TEXT NOT NULL,                       -- may name a provider of the environment, hence no foreign key
  PRIMARY KEY (channel, prefix, position)
) STRICT, WITHOUT ROWID;

-- The outbox anew: messages whose fate is being asked for, the tries of a round, what the provider says of the arrival.
CREATE TABLE outbox_next (
  id                  TEXT PRIMARY KEY,
  template            TEXT NOT NULL,
  channel             TEXT NOT NULL,
  to_value            TEXT NOT NULL,
  locale              TEXT NOT NULL,
  params              TEXT NOT NULL,               -- JSON, without secrets
  secret              BLOB,                        -- AES-256-GCM, key outside the database; null once it left or died
  challenge_id        TEXT,
  urgent              INTEGER NOT NULL,            -- 1: someone waits for it at the counter; leaves before the others
  status              TEXT NOT NULL CHECK (status IN ('queued', 'sending', 'asking', 'retrying', 'taken', 'failed', 'unconfirmed', 'decoy')),
  attempts            INTEGER NOT NULL DEFAULT 0,
  round               TEXT NOT NULL DEFAULT '[]',  -- JSON [{"provider","refused"}]: those not to try again in this round
  asks                INTEGER NOT NULL DEFAULT 0,  -- how often the provider was asked about a lost contact
  sent_at_ms          INTEGER,                     -- when the last attempt began
  next_attempt_at_ms  INTEGER NOT NULL,
  dies_at_ms          INTEGER NOT NULL,
  provider            TEXT,
  provider_message_id TEXT,
  failure             TEXT,
  words               TEXT,
  maybe_twice         INTEGER NOT NULL DEFAULT 0,  -- 1: sent again though an earlier try may have been taken
  created_at_ms       INTEGER NOT NULL,
  taken_at_ms         INTEGER,
  delivery            TEXT CHECK (delivery IN ('pending', 'delivered', 'undelivered', 'not_heard')),
  polls               INTEGER NOT NULL DEFAULT 0,
  next_poll_at_ms     INTEGER,
  delivered_at_ms     INTEGER,
  segments            INTEGER,                     -- of an SMS, counted when it was written
  cost_micros         INTEGER,                     -- millionths of cost_currency; told by the provider, or estimated
  cost_currency       TEXT,
  cost_told           INTEGER NOT NULL DEFAULT 0   -- 1: by the provider
) STRICT, WITHOUT ROWID;
INSERT INTO outbox_next (id, template, channel, to_value, locale, params, secret, challenge_id, urgent, status, attempts,
  next_attempt_at_ms, dies_at_ms, provider, provider_message_id, failure, words, created_at_ms, taken_at_ms)
SELECT id, template, channel, to_value, locale, params, secret, challenge_id, template = 'code', status, attempts,
  next_attempt_at_ms, dies_at_ms, provider, provider_message_id, failure, words, created_at_ms, taken_at_ms
FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_next RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (urgent, next_attempt_at_ms) WHERE status IN ('queued', 'retrying', 'asking');
CREATE INDEX outbox_sending ON outbox (id) WHERE status = 'sending';
CREATE INDEX outbox_by_challenge ON outbox (challenge_id) WHERE challenge_id IS NOT NULL;
CREATE INDEX outbox_poll ON outbox (next_poll_at_ms) WHERE delivery = 'pending';
CREATE INDEX outbox_by_taking ON outbox (provider, taken_at_ms) WHERE taken_at_ms IS NOT NULL;

ALTER TABLE delivery_attempt ADD COLUMN provider_message_id TEXT;
CREATE INDEX delivery_attempt_taken ON delivery_attempt (provider, at_ms) WHERE result = 'taken';
CREATE INDEX delivery_attempt_not_taken ON delivery_attempt (provider, at_ms) WHERE result <> 'taken';

-- What a person typed at a kiosk, as limits and tries there are shown by: a contact, or `account:` and a number. Empty at the
-- desk. What other codes did to the contact behind it must not show there.
ALTER TABLE challenge ADD COLUMN asked_as TEXT NOT NULL DEFAULT '';
CREATE INDEX challenge_by_ask ON challenge (asked_as, created_at_ms) WHERE asked_as <> '';

-- How much went out, per scope and slice of time: numbers that limits and caps are measured by, kept across restarts.
CREATE TABLE send_count (
  scope       TEXT NOT NULL,                       -- `sms` (a day), `block:+9198765` (10 minutes)
  slice       INTEGER NOT NULL,                    -- start of the slice, epoch milliseconds
  count       INTEGER NOT NULL,
  cost_micros INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (scope, slice)
) STRICT, WITHOUT ROWID;

CREATE TABLE alarm (
  id                 TEXT PRIMARY KEY,
  kind               TEXT NOT NULL,
  subject            TEXT NOT NULL,
  count              INTEGER NOT NULL,
  first_at_ms        INTEGER NOT NULL,
  last_at_ms         INTEGER NOT NULL,
  acknowledged_at_ms INTEGER,
  acknowledged_by    TEXT,
  over_at_ms         INTEGER                       -- the cause is gone
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX alarm_open ON alarm (kind, subject) WHERE acknowledged_at_ms IS NULL AND over_at_ms IS NULL;

CREATE TABLE template (
  purpose       TEXT NOT NULL,
  channel       TEXT NOT NULL,
  locale        TEXT NOT NULL,
  subject       TEXT NOT NULL,
  heading       TEXT NOT NULL,
  body          TEXT NOT NULL,
  changed_at_ms INTEGER NOT NULL,
  changed_by    TEXT NOT NULL,
  PRIMARY KEY (purpose, channel, locale)
) STRICT, WITHOUT ROWID;
