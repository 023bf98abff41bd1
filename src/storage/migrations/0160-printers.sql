-- Where each terminal's receipts go. A terminal without a row uses the browser's own dialog.

CREATE TABLE terminal_printer (
  terminal_id  TEXT PRIMARY KEY REFERENCES terminal (id),
  choice       TEXT NOT NULL,                      -- JSON, as the contract's printerChoice has it
  chosen_by    TEXT NOT NULL,                      -- a staff id
  chosen_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
