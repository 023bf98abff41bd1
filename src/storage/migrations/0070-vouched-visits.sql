-- Visits that staff opened without a code: who vouched, on what paper, and why.

CREATE TABLE visit_next (
  id               TEXT PRIMARY KEY,
  customer_id      TEXT NOT NULL REFERENCES customer (id),
  terminal_id      TEXT NOT NULL,
  challenge_id     TEXT,                           -- null where no code proved it
  verified_by      TEXT NOT NULL CHECK (verified_by IN ('email', 'phone', 'staff')),
  opened_by        TEXT NOT NULL,
  started_at_ms    INTEGER NOT NULL,
  touched_at_ms    INTEGER NOT NULL,
  ended_at_ms      INTEGER,
  ended_how        TEXT CHECK (ended_how IN ('finished', 'idle', 'abandoned')),
  vouched_reason   TEXT,
  vouched_document TEXT,
  vouched_by       TEXT CHECK (vouched_by <> opened_by),  -- the second person, who approved it with their PIN
  CHECK ((verified_by = 'staff') = (challenge_id IS NULL)),
  CHECK ((verified_by = 'staff') = (vouched_by IS NOT NULL AND vouched_reason IS NOT NULL AND vouched_document IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO visit_next (id, customer_id, terminal_id, challenge_id, verified_by, opened_by, started_at_ms, touched_at_ms,
  ended_at_ms, ended_how)
SELECT id, customer_id, terminal_id, challenge_id, verified_by, opened_by, started_at_ms, touched_at_ms,
  ended_at_ms, ended_how
FROM visit;
DROP TABLE visit;
ALTER TABLE visit_next RENAME TO visit;
CREATE INDEX visit_open ON visit (terminal_id, touched_at_ms) WHERE ended_at_ms IS NULL;
CREATE INDEX visit_vouched ON visit (started_at_ms) WHERE verified_by = 'staff';
