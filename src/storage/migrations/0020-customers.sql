-- The register of customers, their contacts, and the indexes the one search box needs.

CREATE TABLE customer (
  seq               INTEGER PRIMARY KEY,           -- rowid of the search indexes; never leaves this database
  id                TEXT NOT NULL UNIQUE,
  account_no        TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name              TEXT NOT NULL,
  address           TEXT NOT NULL,
  ward              TEXT NOT NULL,
  locale            TEXT CHECK (locale IN ('en', 'fa', 'hi')),
  preferred_channel TEXT CHECK (preferred_channel IN ('email', 'sms', 'whatsapp')),
  created_at_ms     INTEGER NOT NULL,
  updated_at_ms     INTEGER NOT NULL
) STRICT;

CREATE TABLE contact (
  id            TEXT PRIMARY KEY,
  customer_id   TEXT NOT NULL REFERENCES customer (id),
  kind          TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
  value         TEXT NOT NULL,                     -- lower-case mail address, or E.164 phone
  position      INTEGER NOT NULL,                  -- order in which the person gave them
  source        TEXT NOT NULL CHECK (source IN ('file', 'desk')), -- an import replaces only what a file brought
  created_at_ms INTEGER NOT NULL,
  UNIQUE (customer_id, kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_by_value ON contact (value, customer_id);

-- Folded text (see foldText), each word preceded by a space so that a word's beginning can be asked for.
CREATE VIRTUAL TABLE customer_name_fts USING fts5 (name, content = '', contentless_delete = 1, tokenize = 'trigram');
CREATE VIRTUAL TABLE customer_text_fts USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram');
-- Account number, mail addresses and phone digits, for any part of them.
CREATE VIRTUAL TABLE customer_key_fts USING fts5 (keys, content = '', contentless_delete = 1, tokenize = 'trigram');
-- Pairs of letters, for what a trigram cannot find: two characters. w = a name's word begins so, n = in a name, a = in an address.
CREATE VIRTUAL TABLE customer_pair_fts USING fts5 (
  pairs, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co'"
);
