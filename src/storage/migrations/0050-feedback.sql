-- What customers say, and what the office does about it.

CREATE TABLE feedback (
  id            TEXT PRIMARY KEY,
  ticket_no     TEXT NOT NULL UNIQUE,
  visit_id      TEXT NOT NULL,
  customer_id   TEXT NOT NULL REFERENCES customer (id),
  rating        INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  category      TEXT NOT NULL CHECK (category IN ('missed_pickup', 'bill', 'staff', 'other')),
  words         TEXT NOT NULL,
  status        TEXT NOT NULL CHECK (status IN ('open', 'in_work', 'resolved')),
  answer        TEXT NOT NULL DEFAULT '',
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_by_visit ON feedback (visit_id);
CREATE INDEX feedback_by_time ON feedback (created_at_ms);
CREATE INDEX feedback_by_status ON feedback (status, created_at_ms);
