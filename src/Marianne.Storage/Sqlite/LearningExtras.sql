-- Indexes for the queries of this module, and tables that only this module uses. Other implementations ignore them.

-- Outcomes, newest first: all, of a workspace, and of a job. Every index ends with the rowid, which orders outcomes of the
-- same instant. Each index slows recording down, so there is none for the sheets of a job.
CREATE INDEX IF NOT EXISTS marianne_outcomes ON executions(ifnull(completed_at, ''));
CREATE INDEX IF NOT EXISTS marianne_outcomes_of_workspace ON executions(workspace_hash, ifnull(completed_at, ''));
CREATE INDEX IF NOT EXISTS marianne_outcomes_of_job ON executions(job_hash, ifnull(completed_at, ''));

-- Recoveries, newest first: all, and those from an error.
CREATE INDEX IF NOT EXISTS marianne_recoveries_by_time ON error_recoveries(ifnull(recorded_at, ''));
CREATE INDEX IF NOT EXISTS marianne_recoveries_of_code ON error_recoveries(error_code, ifnull(recorded_at, ''));

CREATE INDEX IF NOT EXISTS marianne_recoveries_of_model ON error_recoveries(error_code, model, ifnull(recorded_at, ''));

-- The incident of a recovery. A recovery without one is an incident of its own.
CREATE TABLE IF NOT EXISTS marianne_incidents (
    recovery_id TEXT NOT NULL PRIMARY KEY, -- The id in error_recoveries.
    incident TEXT NOT NULL,                -- One id for all attempts of an incident.
    began_at REAL NOT NULL,                -- The Unix seconds of its first error; 0 if it is not known.
    hint REAL,                             -- The seconds from then to the reset time that the service named.
    service TEXT
) WITHOUT ROWID;

-- The most recent waits, from which a wait is learned: covering indexes, so that the table is not read.
CREATE INDEX IF NOT EXISTS marianne_waits ON error_recoveries(error_code, recorded_at, actual_wait)
    WHERE recovery_success = 1;
CREATE INDEX IF NOT EXISTS marianne_waits_of_model ON error_recoveries(error_code, model, recorded_at, actual_wait)
    WHERE recovery_success = 1;

-- The workspaces of a cluster, newest first.
CREATE INDEX IF NOT EXISTS marianne_clusters ON workspace_clusters(cluster_id, assigned_at);

-- Circuit breakers. A state is read and changed in the same transaction.
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

-- The services of rate limits. Other implementations add and remove the events without them.
CREATE TABLE IF NOT EXISTS marianne_limit_services (
    event_id TEXT NOT NULL PRIMARY KEY,
    service TEXT
) WITHOUT ROWID;

-- Limits across jobs.
CREATE TABLE IF NOT EXISTS marianne_limits (
    name TEXT NOT NULL PRIMARY KEY,
    concurrent INTEGER,
    per_hour INTEGER,
    updated_at TEXT
) WITHOUT ROWID;

-- The sheets that run in the slots of limits. The times are seconds since the machine started.
CREATE TABLE IF NOT EXISTS marianne_limit_slots (
    token TEXT NOT NULL,
    limit_name TEXT NOT NULL,
    job_id TEXT NOT NULL,
    sheet_num INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    host TEXT,
    pid INTEGER NOT NULL,
    start_mark TEXT,
    started_at REAL NOT NULL,
    expires_at REAL, -- NULL: the attempt has ended, and still counts for an hour.
    begun_at REAL NOT NULL DEFAULT ((julianday('now') - 2440587.5) * 86400), -- The system time of started_at.
    PRIMARY KEY (token, limit_name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS marianne_slots_of_limit ON marianne_limit_slots(limit_name, started_at);

-- The sheets that wait for a slot, in the order of rank.
CREATE TABLE IF NOT EXISTS marianne_limit_queue (
    token TEXT NOT NULL,
    limit_name TEXT NOT NULL,
    job_id TEXT NOT NULL,
    sheet_num INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    host TEXT,
    pid INTEGER NOT NULL,
    start_mark TEXT,
    since REAL NOT NULL,
    rank REAL NOT NULL,
    expires_at REAL NOT NULL,
    PRIMARY KEY (token, limit_name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS marianne_queue_of_limit ON marianne_limit_queue(limit_name, rank, token);

-- The start of the machine that these times are about.
CREATE TABLE IF NOT EXISTS marianne_limit_clock (
    boot TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;

-- The figures of outcomes and recoveries that were cleared. newest is in microseconds since 1970; no model is an empty text.
CREATE TABLE IF NOT EXISTS marianne_cleared_outcomes (
    workspace_hash TEXT NOT NULL PRIMARY KEY,
    executions INTEGER NOT NULL,
    successes INTEGER NOT NULL,
    newest INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marianne_cleared_recoveries (
    error_code TEXT NOT NULL,
    model TEXT NOT NULL,
    hour INTEGER NOT NULL,
    samples INTEGER NOT NULL,
    successes INTEGER NOT NULL,
    PRIMARY KEY (error_code, model, hour)
) WITHOUT ROWID;
