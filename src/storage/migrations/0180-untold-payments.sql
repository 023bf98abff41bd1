-- Payments that a screen asked for and has not yet shown the end of. Written before the payment, so that a host, a screen or
-- a computer that dies in between leaves a word of it; the screen takes it away once the clerk was told.

CREATE TABLE payment_untold (
  terminal_id     TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  amount_minor    INTEGER NOT NULL,
  asked_at_ms     INTEGER NOT NULL,
  PRIMARY KEY (terminal_id, idempotency_key)
) STRICT, WITHOUT ROWID;

-- A screen that was let in anew is another terminal, and still asks for its keys.
CREATE INDEX payment_by_key ON payment (idempotency_key);
