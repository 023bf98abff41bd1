-- How far each writer's log is merged into a customer or a bill, by the writer's name in its stamps: {"a1b2c3d4e5f6": 1042}. Records
-- sent again, by a restored office or into a new lane, are known by it, whatever happened to the values since.
ALTER TABLE counterfoil.customer ADD COLUMN heard jsonb NOT NULL DEFAULT '{}';
ALTER TABLE counterfoil.bill ADD COLUMN heard jsonb NOT NULL DEFAULT '{}';
GRANT UPDATE (heard) ON counterfoil.customer TO counterfoil_branch;

-- When a branch wrote down what stands here, by its own clock: a log that is sent again, as after a restore, puts nothing back.
ALTER TABLE counterfoil.terminal ADD COLUMN logged_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE counterfoil.visit ADD COLUMN logged_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE counterfoil.verification ADD COLUMN logged_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE counterfoil.message ADD COLUMN logged_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE counterfoil.feedback ADD COLUMN logged_at timestamptz NOT NULL DEFAULT '-infinity';
