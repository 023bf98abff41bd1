-- A review is a record of the change log like any other; nothing wrote or read this.
ALTER TABLE headquarters_conflict DROP COLUMN told;
