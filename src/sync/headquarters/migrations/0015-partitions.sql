-- Partitions: four by branch, and below them by year what grows with every day.
DO $$
DECLARE
  parent text;
  nth integer;
BEGIN
  FOREACH parent IN ARRAY ARRAY['customer', 'bill', 'receipt', 'payment_void'] LOOP
    FOR nth IN 0..3 LOOP
      EXECUTE format('CREATE TABLE counterfoil.%I PARTITION OF counterfoil.%I FOR VALUES WITH (MODULUS 4, REMAINDER %s)',
        parent || '_' || nth, parent, nth);
    END LOOP;
  END LOOP;
END $$;

-- Call once a year at least; `counterfoil hq init` and `hq status` do. Answers with how many partitions it made.
CREATE FUNCTION counterfoil.ensure_partitions(from_year integer, to_year integer) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  grown record;
  nth integer;
  year integer;
  made integer := 0;
  part text;
  begins timestamptz;
  ends timestamptz;
  strayed boolean;
BEGIN
  FOR grown IN SELECT * FROM (VALUES ('payment', 'paid_at'), ('allocation', 'paid_at'), ('visit', 'started_at'),
    ('verification', 'asked_at'), ('message', 'queued_at'), ('feedback', 'created_at')) AS g (parent, moment) LOOP
    FOR nth IN 0..3 LOOP
      part := grown.parent || '_' || nth;
      IF to_regclass('counterfoil.' || part) IS NULL THEN
        EXECUTE format('CREATE TABLE counterfoil.%I PARTITION OF counterfoil.%I FOR VALUES WITH (MODULUS 4, REMAINDER %s) PARTITION BY RANGE (%I)',
          part, grown.parent, nth, grown.moment);
        -- What a wrong clock dates a hundred years off still finds a place.
        EXECUTE format('CREATE TABLE counterfoil.%I PARTITION OF counterfoil.%I DEFAULT', part || '_other', part);
      END IF;
      FOR year IN from_year..to_year LOOP
        CONTINUE WHEN to_regclass('counterfoil.' || part || '_' || year) IS NOT NULL;
        begins := make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC');
        ends := make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'UTC');
        -- A clock that was years ahead may have filled this year already, in the place for what fits nowhere.
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM counterfoil.%I WHERE %I >= %L AND %I < %L)',
          part || '_other', grown.moment, begins, grown.moment, ends) INTO strayed;
        IF strayed THEN
          EXECUTE format('CREATE TABLE counterfoil.%I (LIKE counterfoil.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
            part || '_' || year, part);
          EXECUTE format('WITH strayed AS (DELETE FROM counterfoil.%I WHERE %I >= %L AND %I < %L RETURNING *)
            INSERT INTO counterfoil.%I SELECT * FROM strayed',
            part || '_other', grown.moment, begins, grown.moment, ends, part || '_' || year);
          EXECUTE format('ALTER TABLE counterfoil.%I ATTACH PARTITION counterfoil.%I FOR VALUES FROM (%L) TO (%L)',
            part, part || '_' || year, begins, ends);
        ELSE
          EXECUTE format('CREATE TABLE counterfoil.%I PARTITION OF counterfoil.%I FOR VALUES FROM (%L) TO (%L)',
            part || '_' || year, part, begins, ends);
        END IF;
        made := made + 1;
      END LOOP;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;
