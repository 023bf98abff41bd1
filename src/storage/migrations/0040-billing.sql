-- Bills with lines, payments with allocations, receipts, pay-codes and voids.

CREATE TABLE bill (
  id            TEXT PRIMARY KEY,
  bill_no       TEXT NOT NULL UNIQUE COLLATE NOCASE,
  customer_id   TEXT NOT NULL REFERENCES customer (id),
  period        TEXT NOT NULL,
  issued_on     TEXT NOT NULL,                     -- ISO date
  due_on        TEXT NOT NULL,                     -- ISO date
  amount_minor  INTEGER NOT NULL CHECK (amount_minor >= 0),
  paid_minor    INTEGER NOT NULL DEFAULT 0 CHECK (paid_minor BETWEEN 0 AND amount_minor),
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX bill_by_customer ON bill (customer_id, due_on);

CREATE TABLE bill_line (
  bill_id      TEXT NOT NULL REFERENCES bill (id),
  position     INTEGER NOT NULL,
  label        TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  PRIMARY KEY (bill_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (
  id              TEXT PRIMARY KEY,
  visit_id        TEXT NOT NULL,
  customer_id     TEXT NOT NULL REFERENCES customer (id),
  terminal_id     TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_hash    BLOB NOT NULL,                   -- SHA-256 of what was asked, to refuse a reused key
  method          TEXT NOT NULL CHECK (method IN ('cash', 'card', 'transfer', 'pay_code')),
  amount_minor    INTEGER NOT NULL CHECK (amount_minor > 0),
  currency        TEXT NOT NULL,
  tendered_minor  INTEGER,
  change_minor    INTEGER,
  reference       TEXT,
  taken_by        TEXT NOT NULL,
  status          TEXT NOT NULL CHECK (status IN ('paid', 'voided')),
  paid_at_ms      INTEGER NOT NULL,
  UNIQUE (terminal_id, idempotency_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_by_customer ON payment (customer_id, paid_at_ms);
CREATE INDEX payment_by_time ON payment (paid_at_ms);

CREATE TABLE allocation (
  payment_id   TEXT NOT NULL REFERENCES payment (id),
  bill_id      TEXT NOT NULL REFERENCES bill (id),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (payment_id, bill_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX allocation_by_bill ON allocation (bill_id);

CREATE TABLE receipt (
  id            TEXT PRIMARY KEY,
  payment_id    TEXT NOT NULL UNIQUE REFERENCES payment (id),
  terminal_id   TEXT NOT NULL,
  series        INTEGER NOT NULL,
  seq           INTEGER NOT NULL,                  -- gapless within terminal and series
  number        TEXT NOT NULL UNIQUE,
  prints        INTEGER NOT NULL DEFAULT 0,
  created_at_ms INTEGER NOT NULL,
  UNIQUE (terminal_id, series, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_void (
  payment_id   TEXT PRIMARY KEY REFERENCES payment (id),
  reason       TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  approved_by  TEXT NOT NULL CHECK (approved_by <> requested_by),
  voided_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pay_code (
  id              TEXT PRIMARY KEY,
  code            TEXT NOT NULL UNIQUE,
  visit_id        TEXT NOT NULL,
  customer_id     TEXT NOT NULL REFERENCES customer (id),
  terminal_id     TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_hash    BLOB NOT NULL,
  amount_minor    INTEGER NOT NULL CHECK (amount_minor > 0),
  allocations     TEXT NOT NULL,                   -- JSON [{billId, amountMinor}]
  status          TEXT NOT NULL CHECK (status IN ('waiting', 'settled', 'cancelled', 'expired')),
  payment_id      TEXT REFERENCES payment (id),
  created_at_ms   INTEGER NOT NULL,
  expires_at_ms   INTEGER NOT NULL,
  UNIQUE (terminal_id, idempotency_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX pay_code_waiting ON pay_code (created_at_ms) WHERE status = 'waiting';
CREATE INDEX pay_code_by_time ON pay_code (created_at_ms);
CREATE INDEX pay_code_by_visit ON pay_code (visit_id);
