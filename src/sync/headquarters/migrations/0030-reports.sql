-- What headquarters reads, and how it changes a customer or a bill. No branch may use any of it.

-- One row a contact of a customer.
CREATE VIEW counterfoil.contact WITH (security_invoker = true) AS
  SELECT c.branch_id, c.id AS customer_id, split_part(e.key, ':', 1) AS kind,
    substr(e.key, strpos(e.key, ':') + 1) AS value, (e.value ->> 'position')::integer AS position,
    e.value ->> 'source' AS source, to_timestamp((e.value ->> 'provenAtMs')::bigint / 1000.0) AS proven_at
  FROM counterfoil.customer c CROSS JOIN LATERAL jsonb_each(c.contacts) e;

-- A bill's balance is never stored: the bill less what was paid of it and not voided.
CREATE VIEW counterfoil.bill_balance WITH (security_invoker = true) AS
  SELECT b.branch_id, b.id, b.bill_no, b.customer_id, b.due_on, b.amount_minor, coalesce(p.paid_minor, 0) AS paid_minor,
    b.amount_minor - coalesce(p.paid_minor, 0) AS balance_minor
  FROM counterfoil.bill b
  LEFT JOIN LATERAL (
    SELECT sum(a.amount_minor) AS paid_minor FROM counterfoil.allocation a
    WHERE a.branch_id = b.branch_id AND a.bill_id = b.id
      AND NOT EXISTS (SELECT 1 FROM counterfoil.payment_void v WHERE v.branch_id = a.branch_id AND v.payment_id = a.payment_id)
  ) p ON true;

-- By the day of the branch's own time zone. Voids count on the day they were made, so that a closed day does not change.
CREATE VIEW counterfoil.daily_takings WITH (security_invoker = true) AS
  WITH moves AS (
    SELECT p.branch_id, p.paid_at AS moved_at, p.currency, p.method, 1 AS payments, 0 AS voids, p.amount_minor
    FROM counterfoil.payment p
    UNION ALL
    SELECT v.branch_id, v.voided_at, p.currency, p.method, 0, 1, -p.amount_minor
    FROM counterfoil.payment_void v JOIN counterfoil.payment p ON p.branch_id = v.branch_id AND p.id = v.payment_id
  )
  SELECT b.code AS branch, (m.moved_at AT TIME ZONE b.time_zone)::date AS day, m.currency, m.method,
    sum(m.payments)::integer AS payments, sum(m.voids)::integer AS voids, sum(m.amount_minor)::bigint AS amount_minor
  FROM moves m JOIN counterfoil.branch b ON b.id = m.branch_id
  GROUP BY 1, 2, 3, 4;

-- Codes asked for, taken by a provider, and read back right; `unknown` were asked for by contacts nobody knows.
CREATE VIEW counterfoil.verification_funnel WITH (security_invoker = true) AS
  SELECT b.code AS branch, (v.asked_at AT TIME ZONE b.time_zone)::date AS day, v.purpose, v.channel,
    count(*)::integer AS asked,
    count(*) FILTER (WHERE NOT v.known)::integer AS unknown,
    count(v.taken_at)::integer AS taken,
    count(*) FILTER (WHERE v.status IN ('verified', 'spent'))::integer AS verified,
    count(*) FILTER (WHERE v.status = 'exhausted')::integer AS too_many_tries,
    count(*) FILTER (WHERE v.status = 'expired')::integer AS expired
  FROM counterfoil.verification v JOIN counterfoil.branch b ON b.id = v.branch_id
  GROUP BY 1, 2, 3, 4;

CREATE VIEW counterfoil.delivery_success WITH (security_invoker = true) AS
  SELECT b.code AS branch, (m.queued_at AT TIME ZONE b.time_zone)::date AS day, m.channel, coalesce(m.provider, '') AS provider,
    count(*)::integer AS messages,
    count(*) FILTER (WHERE m.status = 'taken')::integer AS taken,
    count(*) FILTER (WHERE m.status = 'failed')::integer AS failed,
    count(*) FILTER (WHERE m.status = 'unconfirmed')::integer AS unconfirmed
  FROM counterfoil.message m JOIN counterfoil.branch b ON b.id = m.branch_id
  GROUP BY 1, 2, 3, 4;

CREATE VIEW counterfoil.feedback_by_branch WITH (security_invoker = true) AS
  SELECT b.code AS branch, f.category, count(*)::integer AS tickets, round(avg(f.rating), 2) AS mean_rating,
    count(*) FILTER (WHERE f.status <> 'resolved')::integer AS open,
    avg(f.updated_at - f.created_at) FILTER (WHERE f.status = 'resolved') AS mean_time_to_resolve
  FROM counterfoil.feedback f JOIN counterfoil.branch b ON b.id = f.branch_id
  GROUP BY 1, 2;

-- The branches and how far behind they are.
CREATE VIEW counterfoil.branch_overview WITH (security_invoker = true) AS
  SELECT b.id, b.code, b.name, b.time_zone, b.epoch, b.joined_at, b.revoked_at, b.join_expires_at, r.heard_at, r.app_version,
    coalesce(r.waiting, 0) AS waiting, r.oldest_waiting_at, coalesce(r.parked, 0) AS parked, r.clock_offset_ms,
    (SELECT max(t.received_at) FROM counterfoil.batch t WHERE t.branch_id = b.id) AS last_batch_at
  FROM counterfoil.branch b LEFT JOIN counterfoil.branch_report r ON r.branch_id = b.id;

-- A hybrid logical clock: milliseconds (12 hex digits), a counter (4), who wrote it. Sorts as text in collation "C".
-- After both headquarters' clock and `seen`. Source: Kulkarni et al., Logical Physical Clocks (2014).
CREATE FUNCTION counterfoil.stamp_after(seen text) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  now_ms bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
  seen_ms bigint := CASE WHEN coalesce(seen, '') = '' THEN 0 ELSE ('x' || lpad(substr(seen, 1, 12), 16, '0'))::bit(64)::bigint END;
  counter integer := CASE WHEN coalesce(seen, '') = '' THEN 0 ELSE ('x' || lpad(substr(seen, 13, 4), 8, '0'))::bit(32)::integer END;
BEGIN
  IF now_ms > seen_ms THEN counter := 0;
  ELSE
    now_ms := seen_ms;
    counter := counter + 1;
    IF counter > 65535 THEN now_ms := now_ms + 1; counter := 0; END IF;
  END IF;
  RETURN lpad(to_hex(now_ms), 12, '0') || lpad(to_hex(counter), 4, '0') || '-hq';
END $$;

-- Tells every branch that serves this customer.
CREATE FUNCTION counterfoil.tell_branches(want_customer uuid, home uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  told uuid;
BEGIN
  FOR told IN SELECT home UNION SELECT s.branch_id FROM counterfoil.customer_share s 
    WHERE s.customer_id = want_customer AND s.home_branch_id = home ORDER BY 1 LOOP
    PERFORM counterfoil.put_in_feed(told, 'customer', ARRAY[want_customer], ARRAY[home]);
  END LOOP;
END $$;

-- Changes fields of a customer, e.g. '{"name": "Asha Devi", "ward": null, "phone:+919876543210": {"position": 0}}'; a contact set
-- to null is removed. Fields: account_no, name, address, ward, locale, preferred_channel, email:…, phone:….
CREATE FUNCTION counterfoil.change_customer(want_branch text, want_customer uuid, changes jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  home uuid;
  known counterfoil.customer;
  field text;
  wanted jsonb;
BEGIN
  SELECT b.id INTO home FROM counterfoil.branch b WHERE b.code = want_branch;
  SELECT * INTO known FROM counterfoil.customer c WHERE c.branch_id = home AND c.id = want_customer FOR UPDATE;
  IF known.id IS NULL THEN RAISE EXCEPTION 'branch % has no customer %', want_branch, want_customer; END IF;
  FOR field, wanted IN SELECT * FROM jsonb_each(changes) LOOP
    IF field ~ '^(email|phone):.' THEN
      IF wanted = 'null' THEN known.contacts := known.contacts - field;
      ELSE known.contacts := jsonb_set(known.contacts, ARRAY[field],
        jsonb_build_object('position', coalesce((wanted ->> 'position')::integer, 99), 'source', 'desk', 'provenAtMs', NULL));
      END IF;
    ELSIF field = 'account_no' THEN known.account_no := wanted #>> '{}';
    ELSIF field = 'name' THEN known.name := wanted #>> '{}';
    ELSIF field = 'address' THEN known.address := coalesce(wanted #>> '{}', '');
    ELSIF field = 'ward' THEN known.ward := coalesce(wanted #>> '{}', '');
    ELSIF field = 'locale' THEN known.locale := wanted #>> '{}';
    ELSIF field = 'preferred_channel' THEN known.preferred_channel := wanted #>> '{}';
    ELSE RAISE EXCEPTION 'a customer has no field %', field;
    END IF;
    known.stamps := jsonb_set(known.stamps, ARRAY[field],
      to_jsonb(counterfoil.stamp_after(coalesce(known.stamps ->> field, known.stamps ->> '*'))));
  END LOOP;
  UPDATE counterfoil.customer c SET account_no = known.account_no, name = known.name, address = known.address, ward = known.ward,
    locale = known.locale, preferred_channel = known.preferred_channel, contacts = known.contacts, stamps = known.stamps,
    updated_at = greatest(now(), c.updated_at), written_at = now()
    WHERE c.branch_id = home AND c.id = want_customer;
  PERFORM counterfoil.tell_branches(want_customer, home);
END $$;

-- Lets another branch serve a customer too.
CREATE FUNCTION counterfoil.share_customer(want_branch text, want_customer uuid, with_branch text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  home uuid;
  other uuid;
BEGIN
  SELECT b.id INTO home FROM counterfoil.branch b WHERE b.code = want_branch;
  SELECT b.id INTO other FROM counterfoil.branch b WHERE b.code = with_branch;
  IF other IS NULL OR NOT EXISTS (SELECT 1 FROM counterfoil.customer c WHERE c.branch_id = home AND c.id = want_customer) THEN
    RAISE EXCEPTION 'there is no such customer or branch';
  END IF;
  INSERT INTO counterfoil.customer_share (branch_id, customer_id, home_branch_id) VALUES (other, want_customer, home)
    ON CONFLICT DO NOTHING;
  PERFORM counterfoil.put_in_feed(other, 'customer', ARRAY[want_customer], ARRAY[home]);
END $$;

-- PostgreSQL gives everybody the right to call a new function; these are headquarters' own.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA counterfoil FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA counterfoil FROM PUBLIC;
