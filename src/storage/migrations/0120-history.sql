-- What the audit viewer and the code history are read by. Each index of the trail also holds its seq, so that a page is read
-- backwards from where the last one ended.

CREATE INDEX audit_by_time ON audit (at_ms);
CREATE INDEX audit_by_actor ON audit (actor);
CREATE INDEX audit_by_terminal ON audit (terminal_id) WHERE terminal_id IS NOT NULL;
CREATE INDEX audit_by_visit ON audit (visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX audit_by_subject ON audit (subject);
CREATE INDEX audit_by_outcome ON audit (outcome);
CREATE INDEX audit_by_area ON audit (substr(action, 1, instr(action, '.') - 1)); -- `code` of `code.issued`

CREATE INDEX challenge_by_customer ON challenge (customer_id, created_at_ms) WHERE customer_id IS NOT NULL;
CREATE INDEX challenge_by_reference ON challenge (reference, created_at_ms);
