-- What tells a headquarters that was put back to an earlier time from one that was not.

-- Pages of headquarters' feed that this office has taken in, as headquarters has counted them too.
ALTER TABLE headquarters ADD COLUMN feed_mark INTEGER NOT NULL DEFAULT 0;
