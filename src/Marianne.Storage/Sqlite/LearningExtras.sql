-- What makes the queries of this module quick, and what only this module keeps. Another implementation ignores it.

-- Outcomes, newest first: all, of a workspace, and of a job. Outcomes of one instant come in the order of their rows,
-- with which every index ends by itself. Each index makes recording slower, so a sheet of a job has none of its own.
CREATE INDEX IF NOT EXISTS marianne_outcomes ON executions(ifnull(completed_at, ''));
CREATE INDEX IF NOT EXISTS marianne_outcomes_of_workspace ON executions(workspace_hash, ifnull(completed_at, ''));
CREATE INDEX IF NOT EXISTS marianne_outcomes_of_job ON executions(job_hash, ifnull(completed_at, ''));

-- Recoveries, newest first: all, and from an error.
CREATE INDEX IF NOT EXISTS marianne_recoveries_by_time ON error_recoveries(ifnull(recorded_at, ''));
CREATE INDEX IF NOT EXISTS marianne_recoveries_of_code ON error_recoveries(error_code, ifnull(recorded_at, ''));

-- The most recent waits that a wait is learned from, without a look at the table.
CREATE INDEX IF NOT EXISTS marianne_waits ON error_recoveries(error_code, recorded_at, actual_wait)
    WHERE recovery_success = 1;
CREATE INDEX IF NOT EXISTS marianne_waits_of_model ON error_recoveries(error_code, model, recorded_at, actual_wait)
    WHERE recovery_success = 1;

-- The workspaces of a cluster, newest first.
CREATE INDEX IF NOT EXISTS marianne_clusters ON workspace_clusters(cluster_id, assigned_at);

-- Circuit breakers. Whoever goes on from a state changes the row in the transaction in which he read it.
CREATE TABLE IF NOT EXISTS marianne_circuits (
    name TEXT NOT NULL PRIMARY KEY,
    position TEXT,
    failures_in_a_row INTEGER,
    failures INTEGER,
    successes INTEGER,
    opened_at TEXT,
    is_forced INTEGER,
    probe_until TEXT,
    generation INTEGER,
    failure_threshold INTEGER,
    recovery_timeout_seconds REAL,
    updated_at TEXT
) WITHOUT ROWID;
