-- Pages of its feed that each branch has taken in. A branch that has counted further than is written here was told what this
-- database has lost since: it was put back to an earlier time.
ALTER TABLE counterfoil.branch_report ADD COLUMN feed_mark bigint NOT NULL DEFAULT 0;
