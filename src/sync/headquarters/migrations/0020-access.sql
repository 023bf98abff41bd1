-- Who sees what. All branches share one group for their rights; which rows, says row-level security by the role that signed in.

DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'counterfoil_branch') THEN
    CREATE ROLE counterfoil_branch NOLOGIN;
  END IF;
END $$;

-- Null for everyone who is not a branch in good standing: a role that was revoked or has not joined sees no row at all.
CREATE FUNCTION counterfoil.my_branch() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
  SELECT b.id FROM counterfoil.branch b
  WHERE b.role_name = session_user AND b.joined_at IS NOT NULL AND b.revoked_at IS NULL
$$;

REVOKE ALL ON ALL TABLES IN SCHEMA counterfoil FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA counterfoil FROM PUBLIC;
GRANT USAGE ON SCHEMA counterfoil TO counterfoil_branch;
GRANT SELECT ON counterfoil.version TO counterfoil_branch;
GRANT SELECT ON counterfoil.branch, counterfoil.feed, counterfoil.customer_share, counterfoil.lane, counterfoil.batch TO counterfoil_branch;
GRANT SELECT, INSERT, UPDATE ON counterfoil.branch_report, counterfoil.terminal, counterfoil.customer, counterfoil.bill,
  counterfoil.visit, counterfoil.verification, counterfoil.message, counterfoil.feedback TO counterfoil_branch;
GRANT SELECT, INSERT ON counterfoil.payment, counterfoil.allocation, counterfoil.receipt, counterfoil.payment_void,
  counterfoil.audit_head, counterfoil.customer_conflict TO counterfoil_branch;
GRANT UPDATE (reviewed_at, reviewed_by) ON counterfoil.customer_conflict TO counterfoil_branch;
GRANT INSERT ON counterfoil.batch TO counterfoil_branch;
GRANT SELECT, INSERT, UPDATE (reason, parked_at), DELETE ON counterfoil.parked TO counterfoil_branch;

DO $$
DECLARE
  owned text;
BEGIN
  FOREACH owned IN ARRAY ARRAY['branch_report', 'lane', 'batch', 'parked', 'terminal', 'bill', 'feed', 'payment', 'allocation',
    'receipt', 'payment_void', 'visit', 'verification', 'message', 'feedback', 'audit_head', 'customer_share'] LOOP
    EXECUTE format('ALTER TABLE counterfoil.%I ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format('CREATE POLICY own_rows ON counterfoil.%I TO counterfoil_branch
      USING (branch_id = (SELECT counterfoil.my_branch())) WITH CHECK (branch_id = (SELECT counterfoil.my_branch()))', owned);
  END LOOP;
END $$;

ALTER TABLE counterfoil.branch ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON counterfoil.branch FOR SELECT TO counterfoil_branch USING (id = (SELECT counterfoil.my_branch()));

-- Nobody but the functions below gives numbers.
ALTER TABLE counterfoil.feed_head ENABLE ROW LEVEL SECURITY;

ALTER TABLE counterfoil.customer ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON counterfoil.customer FOR INSERT TO counterfoil_branch
  WITH CHECK (branch_id = (SELECT counterfoil.my_branch()));
CREATE POLICY served_rows ON counterfoil.customer FOR SELECT TO counterfoil_branch
  USING (branch_id = (SELECT counterfoil.my_branch()) OR EXISTS (SELECT 1 FROM counterfoil.customer_share s
    WHERE s.branch_id = (SELECT counterfoil.my_branch()) AND s.customer_id = customer.id AND s.home_branch_id = customer.branch_id));
CREATE POLICY served_rows_change ON counterfoil.customer FOR UPDATE TO counterfoil_branch
  USING (branch_id = (SELECT counterfoil.my_branch()) OR EXISTS (SELECT 1 FROM counterfoil.customer_share s
    WHERE s.branch_id = (SELECT counterfoil.my_branch()) AND s.customer_id = customer.id AND s.home_branch_id = customer.branch_id))
  WITH CHECK (branch_id = (SELECT counterfoil.my_branch()) OR EXISTS (SELECT 1 FROM counterfoil.customer_share s
    WHERE s.branch_id = (SELECT counterfoil.my_branch()) AND s.customer_id = customer.id AND s.home_branch_id = customer.branch_id));

ALTER TABLE counterfoil.customer_conflict ENABLE ROW LEVEL SECURITY;
CREATE POLICY served_rows ON counterfoil.customer_conflict TO counterfoil_branch
  USING (home_branch_id = (SELECT counterfoil.my_branch()) OR EXISTS (SELECT 1 FROM counterfoil.customer_share s
    WHERE s.branch_id = (SELECT counterfoil.my_branch()) AND s.customer_id = customer_conflict.customer_id
      AND s.home_branch_id = customer_conflict.home_branch_id))
  WITH CHECK (home_branch_id = (SELECT counterfoil.my_branch()) OR EXISTS (SELECT 1 FROM counterfoil.customer_share s
    WHERE s.branch_id = (SELECT counterfoil.my_branch()) AND s.customer_id = customer_conflict.customer_id
      AND s.home_branch_id = customer_conflict.home_branch_id));

-- Locks a lane for one batch and says how far it came. Refuses a copy of the office that headquarters has left behind.
CREATE FUNCTION counterfoil.lock_lane(want_epoch integer, want_lane smallint, OUT head_seq bigint, OUT head_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine counterfoil.branch;
BEGIN
  SELECT * INTO mine FROM counterfoil.branch b WHERE b.id = counterfoil.my_branch() FOR SHARE;
  IF mine.id IS NULL THEN RAISE EXCEPTION 'this role is not a branch in good standing' USING ERRCODE = 'CF001'; END IF;
  IF mine.epoch <> want_epoch THEN RAISE EXCEPTION 'epoch % was left behind', want_epoch USING ERRCODE = 'CF002'; END IF;
  INSERT INTO counterfoil.lane (branch_id, epoch, lane, seq, hash) VALUES (mine.id, want_epoch, want_lane, 0, '')
    ON CONFLICT DO NOTHING;
  SELECT l.seq, l.hash INTO head_seq, head_hash FROM counterfoil.lane l
    WHERE l.branch_id = mine.id AND l.epoch = want_epoch AND l.lane = want_lane FOR UPDATE;
END $$;

-- Moves a lane that this transaction has locked. A lane never goes back.
CREATE FUNCTION counterfoil.move_lane(want_epoch integer, want_lane smallint, from_seq bigint, to_seq bigint, new_hash bytea)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE counterfoil.lane l SET seq = to_seq, hash = new_hash, changed_at = now()
    WHERE l.branch_id = counterfoil.my_branch() AND l.epoch = want_epoch AND l.lane = want_lane
      AND l.seq = from_seq AND to_seq > from_seq;
  IF NOT FOUND THEN RAISE EXCEPTION 'the lane is not at %', from_seq USING ERRCODE = 'CF003'; END IF;
END $$;

-- The next epoch of this branch: what was sent under the old one stays, nothing more is taken under it.
CREATE FUNCTION counterfoil.next_epoch() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  given integer;
BEGIN
  UPDATE counterfoil.branch b SET epoch = b.epoch + 1 WHERE b.id = counterfoil.my_branch() RETURNING b.epoch INTO given;
  IF given IS NULL THEN RAISE EXCEPTION 'this role is not a branch in good standing' USING ERRCODE = 'CF001'; END IF;
  RETURN given;
END $$;

-- Uses up the code that add-branch printed. The branch then gives itself a password of its own.
CREATE FUNCTION counterfoil.join_office() RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine uuid;
BEGIN
  UPDATE counterfoil.branch b SET joined_at = now(), join_expires_at = NULL, epoch = b.epoch + 1
    WHERE b.role_name = session_user AND b.revoked_at IS NULL AND b.joined_at IS NULL AND b.join_expires_at > now()
    RETURNING b.id INTO mine;
  IF mine IS NULL THEN RAISE EXCEPTION 'this code was used or is too old' USING ERRCODE = 'CF004'; END IF;
  RETURN mine;
END $$;

-- Gives numbers in the feed of each branch in `for_branches`, in the order of the branches so that two never wait for each other.
CREATE FUNCTION counterfoil.put_in_feed(for_branch uuid, want_kind text, ids uuid[], homes uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last bigint;
BEGIN
  INSERT INTO counterfoil.feed_head (branch_id, seq) VALUES (for_branch, 0) ON CONFLICT DO NOTHING;
  UPDATE counterfoil.feed_head h SET seq = h.seq + cardinality(ids) WHERE h.branch_id = for_branch RETURNING h.seq INTO last;
  INSERT INTO counterfoil.feed (branch_id, kind, id, home_branch_id, seq)
    SELECT for_branch, want_kind, u.id, u.home, last - cardinality(ids) + u.nth
    FROM unnest(ids, homes) WITH ORDINALITY AS u (id, home, nth)
    ON CONFLICT (branch_id, kind, id) DO UPDATE SET seq = excluded.seq, home_branch_id = excluded.home_branch_id;
END $$;

-- Tells every other branch that serves one of these customers, and the caller itself of those in `also_mine`.
CREATE FUNCTION counterfoil.announce_customers(ids uuid[], also_mine uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine uuid := counterfoil.my_branch();
  told record;
BEGIN
  IF mine IS NULL THEN RAISE EXCEPTION 'this role is not a branch in good standing' USING ERRCODE = 'CF001'; END IF;
  FOR told IN
    WITH served AS (
      -- Only what the caller serves itself may be announced.
      SELECT c.id, c.branch_id AS home FROM counterfoil.customer c WHERE c.branch_id = mine AND c.id = ANY (ids || also_mine)
      UNION
      SELECT s.customer_id, s.home_branch_id FROM counterfoil.customer_share s WHERE s.branch_id = mine AND s.customer_id = ANY (ids || also_mine)
    ), audience AS (
      SELECT sv.id, sv.home, sv.home AS branch_id FROM served sv WHERE sv.home <> mine AND sv.id = ANY (ids)
      UNION
      SELECT sv.id, sv.home, s.branch_id FROM served sv JOIN counterfoil.customer_share s ON s.customer_id = sv.id
        WHERE s.branch_id <> mine AND sv.id = ANY (ids)
      UNION
      SELECT sv.id, sv.home, mine FROM served sv WHERE sv.id = ANY (also_mine)
    )
    SELECT a.branch_id, array_agg(a.id ORDER BY a.id) AS ids, array_agg(a.home ORDER BY a.id) AS homes
    FROM audience a GROUP BY a.branch_id ORDER BY a.branch_id
  LOOP
    PERFORM counterfoil.put_in_feed(told.branch_id, 'customer', told.ids, told.homes);
  END LOOP;
END $$;

-- Bills of this branch whose newer state at headquarters it must hear of.
CREATE FUNCTION counterfoil.announce_bills(ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine uuid := counterfoil.my_branch();
  known uuid[];
BEGIN
  SELECT array_agg(b.id ORDER BY b.id) INTO known FROM counterfoil.bill b WHERE b.branch_id = mine AND b.id = ANY (ids);
  IF known IS NOT NULL THEN
    PERFORM counterfoil.put_in_feed(mine, 'bill', known, array_fill(mine, ARRAY[cardinality(known)]));
  END IF;
END $$;

-- What this branch held at headquarters since `since` comes down to it again: for an office restored from an older backup, and,
-- with '-infinity', for a machine that replaces a lost one. Answers with how many there are.
CREATE FUNCTION counterfoil.feed_mine(since timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine uuid := counterfoil.my_branch();
  base bigint;
  told bigint;
BEGIN
  IF mine IS NULL THEN RAISE EXCEPTION 'this role is not a branch in good standing' USING ERRCODE = 'CF001'; END IF;
  INSERT INTO counterfoil.feed_head (branch_id, seq) VALUES (mine, 0) ON CONFLICT DO NOTHING;
  SELECT h.seq INTO base FROM counterfoil.feed_head h WHERE h.branch_id = mine FOR UPDATE;
  INSERT INTO counterfoil.feed (branch_id, kind, id, home_branch_id, seq)
    SELECT mine, e.kind, e.id, e.home, base + row_number() OVER (ORDER BY e.rank, e.id) FROM (
      SELECT 'customer' AS kind, c.id, c.branch_id AS home, 1 AS rank FROM counterfoil.customer c
        WHERE c.branch_id = mine AND c.written_at >= since
      UNION ALL
      SELECT 'customer', s.customer_id, s.home_branch_id, 1 FROM counterfoil.customer_share s WHERE s.branch_id = mine
      UNION ALL
      SELECT 'bill', l.id, mine, 2 FROM counterfoil.bill l WHERE l.branch_id = mine AND l.written_at >= since
    ) e
    ON CONFLICT (branch_id, kind, id) DO UPDATE SET seq = excluded.seq;
  GET DIAGNOSTICS told = ROW_COUNT;
  UPDATE counterfoil.feed_head h SET seq = base + told WHERE h.branch_id = mine;
  RETURN told;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA counterfoil FROM PUBLIC;
GRANT EXECUTE ON FUNCTION counterfoil.my_branch(), counterfoil.lock_lane(integer, smallint),
  counterfoil.move_lane(integer, smallint, bigint, bigint, bytea), counterfoil.next_epoch(), counterfoil.join_office(),
  counterfoil.announce_customers(uuid[], uuid[]), counterfoil.announce_bills(uuid[]),
  counterfoil.feed_mine(timestamptz) TO counterfoil_branch;
