-- Headquarters' database: branches, what they share, and what each of them did. One role a branch; see 0020 for who sees what.
-- Every key begins with the branch, so that the tables can be sharded by it, and no constraint tells one branch of another.

-- Which version this is, and the oldest office version it still serves: both count these migrations.
CREATE TABLE counterfoil.version (
  id          integer PRIMARY KEY CHECK (id = 1),
  version     integer NOT NULL,
  serves_from integer NOT NULL
);

CREATE TABLE counterfoil.branch (
  id              uuid PRIMARY KEY,
  code            text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,30}$'),
  name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  role_name       text NOT NULL UNIQUE,            -- says nothing of the branch: every role may read the names of all
  time_zone       text NOT NULL,                   -- IANA name: where a day of takings begins
  epoch           integer NOT NULL DEFAULT 0,      -- raised by each restored backup and each new joining
  join_expires_at timestamptz,                     -- until then the code that add-branch printed works
  joined_at       timestamptz,
  revoked_at      timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now()
);

-- What a branch last said of itself.
CREATE TABLE counterfoil.branch_report (
  branch_id         uuid PRIMARY KEY,
  heard_at          timestamptz NOT NULL,
  app_version       text NOT NULL,
  office_name       text NOT NULL,
  currency          text NOT NULL,
  waiting           bigint NOT NULL,               -- changes not pushed yet
  oldest_waiting_at timestamptz,
  parked            integer NOT NULL,
  clock_offset_ms   bigint NOT NULL                -- headquarters' clock minus the branch's
);

-- How far each lane of each epoch has come, with a hash over all that was received in it.
CREATE TABLE counterfoil.lane (
  branch_id  uuid NOT NULL,
  epoch      integer NOT NULL,
  lane       smallint NOT NULL,
  seq        bigint NOT NULL,
  hash       bytea NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (branch_id, epoch, lane)
);

-- The log of received batches.
CREATE TABLE counterfoil.batch (
  branch_id   uuid NOT NULL,
  epoch       integer NOT NULL,
  lane        smallint NOT NULL,
  last_seq    bigint NOT NULL,
  first_seq   bigint NOT NULL,
  records     integer NOT NULL,
  parked      integer NOT NULL,
  hash        bytea NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (branch_id, epoch, lane, last_seq)
);

-- Records that these tables would not take; the branch keeps them and may send them again.
CREATE TABLE counterfoil.parked (
  branch_id uuid NOT NULL,
  epoch     integer NOT NULL,
  seq       bigint NOT NULL,
  entity    text NOT NULL,
  entity_id text NOT NULL,
  reason    text NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (branch_id, epoch, seq)
);

CREATE TABLE counterfoil.terminal (
  branch_id  uuid NOT NULL,
  id         uuid NOT NULL,
  number     integer NOT NULL,
  name       text NOT NULL,
  face       text,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (branch_id, id)
);

CREATE TABLE counterfoil.customer (
  branch_id         uuid NOT NULL,                 -- the branch that holds the account
  id                uuid NOT NULL,
  account_no        text NOT NULL CHECK (length(account_no) BETWEEN 1 AND 64),
  name              text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  address           text NOT NULL,
  ward              text NOT NULL,
  locale            text,
  preferred_channel text,
  -- {"email:a@b.example": {"position": 0, "source": "desk", "provenAtMs": null}}
  contacts          jsonb NOT NULL DEFAULT '{}',
  -- Field -> hybrid logical clock of its value; "*" stands for every field that has none of its own.
  stamps            jsonb NOT NULL,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  written_at        timestamptz NOT NULL DEFAULT now(), -- by headquarters' clock
  PRIMARY KEY (branch_id, id)
) PARTITION BY HASH (branch_id);
-- As an office compares account numbers; not unique, for two terminals may have given one number without a network.
CREATE INDEX customer_by_account ON counterfoil.customer (branch_id, lower(account_no));

-- Other branches that serve a customer too.
CREATE TABLE counterfoil.customer_share (
  branch_id      uuid NOT NULL,
  customer_id    uuid NOT NULL,
  home_branch_id uuid NOT NULL,
  PRIMARY KEY (branch_id, customer_id)
);
CREATE INDEX customer_share_by_customer ON counterfoil.customer_share (customer_id);

-- Two branches wrote one field without knowing of each other: what was not kept, until somebody looked at it.
CREATE TABLE counterfoil.customer_conflict (
  home_branch_id uuid NOT NULL,
  customer_id    uuid NOT NULL,
  id             uuid NOT NULL DEFAULT gen_random_uuid(),
  field          text NOT NULL,
  kept           text,
  kept_stamp     text NOT NULL,
  lost           text,
  lost_stamp     text NOT NULL,
  happened_at    timestamptz NOT NULL DEFAULT now(),
  reviewed_at    timestamptz,
  reviewed_by    text,
  PRIMARY KEY (home_branch_id, customer_id, id)
);

CREATE TABLE counterfoil.bill (
  branch_id    uuid NOT NULL,
  id           uuid NOT NULL,
  bill_no      text NOT NULL,
  customer_id  uuid NOT NULL,
  period       text NOT NULL,
  issued_on    date NOT NULL,
  due_on       date NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  lines        jsonb NOT NULL DEFAULT '[]',        -- [{"label", "amountMinor"}]
  stamp        text COLLATE "C" NOT NULL,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  written_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (branch_id, id),
  UNIQUE (branch_id, bill_no)
) PARTITION BY HASH (branch_id);
CREATE INDEX bill_by_customer ON counterfoil.bill (branch_id, customer_id);

-- What headquarters or another branch changed and this branch must hear of; each thing once, at its newest number.
CREATE TABLE counterfoil.feed (
  branch_id      uuid NOT NULL,
  kind           text NOT NULL CHECK (kind IN ('customer', 'bill')),
  id             uuid NOT NULL,
  home_branch_id uuid NOT NULL,
  seq            bigint NOT NULL,
  PRIMARY KEY (branch_id, kind, id)
);
CREATE INDEX feed_in_order ON counterfoil.feed (branch_id, kind, seq);
-- The number last given. Its row is locked by whoever gives the next ones, so that they appear in order of their commits.
CREATE TABLE counterfoil.feed_head (
  branch_id uuid PRIMARY KEY,
  seq       bigint NOT NULL
);

-- Facts: written once, never changed. A branch's clock says when.

CREATE TABLE counterfoil.payment (
  branch_id      uuid NOT NULL,
  id             uuid NOT NULL,
  paid_at        timestamptz NOT NULL,
  customer_id    uuid NOT NULL,
  visit_id       uuid NOT NULL,
  terminal_id    uuid NOT NULL,
  method         text NOT NULL CHECK (method IN ('cash', 'card', 'transfer', 'pay_code')),
  amount_minor   bigint NOT NULL CHECK (amount_minor > 0),
  currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  tendered_minor bigint,
  change_minor   bigint,
  reference      text,
  taken_by       text NOT NULL,
  received_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (branch_id, id, paid_at)
) PARTITION BY HASH (branch_id);
CREATE INDEX payment_by_customer ON counterfoil.payment (branch_id, customer_id);

CREATE TABLE counterfoil.allocation (
  branch_id    uuid NOT NULL,
  payment_id   uuid NOT NULL,
  bill_id      uuid NOT NULL,
  paid_at      timestamptz NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (branch_id, payment_id, bill_id, paid_at)
) PARTITION BY HASH (branch_id);
CREATE INDEX allocation_by_bill ON counterfoil.allocation (branch_id, bill_id);

CREATE TABLE counterfoil.receipt (
  branch_id  uuid NOT NULL,
  number     text NOT NULL CHECK (length(number) BETWEEN 1 AND 40),
  payment_id uuid NOT NULL,
  issued_at  timestamptz NOT NULL,
  PRIMARY KEY (branch_id, number)
) PARTITION BY HASH (branch_id);

CREATE TABLE counterfoil.payment_void (
  branch_id    uuid NOT NULL,
  payment_id   uuid NOT NULL,
  reason       text NOT NULL,
  requested_by text NOT NULL,
  approved_by  text NOT NULL CHECK (approved_by <> requested_by),
  voided_at    timestamptz NOT NULL,
  received_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (branch_id, payment_id)
) PARTITION BY HASH (branch_id);

CREATE TABLE counterfoil.visit (
  branch_id   uuid NOT NULL,
  id          uuid NOT NULL,
  started_at  timestamptz NOT NULL,
  customer_id uuid NOT NULL,
  terminal_id uuid NOT NULL,
  verified_by text NOT NULL,
  opened_by   text NOT NULL,
  vouched_by  text,
  ended_at    timestamptz,
  ended_how   text,
  PRIMARY KEY (branch_id, id, started_at)
) PARTITION BY HASH (branch_id);

-- A code that was asked for, and how it ended: never the code, nor whom it went to but by the customer's id.
CREATE TABLE counterfoil.verification (
  branch_id   uuid NOT NULL,
  id          uuid NOT NULL,
  asked_at    timestamptz NOT NULL,
  purpose     text NOT NULL,
  channel     text NOT NULL,
  known       boolean NOT NULL,                    -- false: nobody was known by that contact, and no message left
  customer_id uuid,                                -- null where nobody was known, or several were
  terminal_id text NOT NULL,                       -- a terminal's id, or where a REST sign-in came from, hashed
  status      text NOT NULL,
  tries_used  integer NOT NULL,
  taken_at    timestamptz,                         -- when the provider took the message
  PRIMARY KEY (branch_id, id, asked_at)
) PARTITION BY HASH (branch_id);

CREATE TABLE counterfoil.message (
  branch_id    uuid NOT NULL,
  id           uuid NOT NULL,
  queued_at    timestamptz NOT NULL,
  template     text NOT NULL,
  channel      text NOT NULL,
  provider     text,
  status       text NOT NULL,
  failure      text,
  attempts     integer NOT NULL,
  challenge_id uuid,
  taken_at     timestamptz,
  PRIMARY KEY (branch_id, id, queued_at)
) PARTITION BY HASH (branch_id);

CREATE TABLE counterfoil.feedback (
  branch_id   uuid NOT NULL,
  id          uuid NOT NULL,
  created_at  timestamptz NOT NULL,
  ticket_no   text NOT NULL,
  visit_id    uuid NOT NULL,
  customer_id uuid NOT NULL,
  rating      smallint NOT NULL CHECK (rating BETWEEN 1 AND 5),
  category    text NOT NULL,
  words       text NOT NULL,
  status      text NOT NULL,
  answer      text NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (branch_id, id, created_at)
) PARTITION BY HASH (branch_id);

-- Where a branch's audit trail ended: a trail that is cut or rewritten later does not lead to these hashes any more.
CREATE TABLE counterfoil.audit_head (
  branch_id uuid NOT NULL,
  epoch     integer NOT NULL,
  audit_seq bigint NOT NULL,
  hash      bytea NOT NULL,
  told_at   timestamptz NOT NULL,
  PRIMARY KEY (branch_id, epoch, audit_seq)
);
