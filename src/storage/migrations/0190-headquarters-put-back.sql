-- What tells a headquarters that was put back to an earlier time from one that was not.

-- Pages of headquarters' feed that this office has taken in, as headquarters has counted them too.
ALTER TABLE headquarters ADD COLUMN feed_mark INTEGER NOT NULL DEFAULT 0;

-- An office that met a headquarters does not keep its whole log: another one is sent its whole state first.
ALTER TABLE headquarters ADD COLUMN has_met INTEGER NOT NULL DEFAULT 0;
ALTER TABLE headquarters ADD COLUMN left_branch TEXT;    -- the branch it was before it left; null where nothing there is certain
ALTER TABLE headquarters ADD COLUMN left_epoch INTEGER;
ALTER TABLE headquarters ADD COLUMN whole_at TEXT;       -- how far the whole state is sent: see sync/whole.ts; null: it need not be
UPDATE headquarters SET has_met = 1 WHERE epoch > 0;
