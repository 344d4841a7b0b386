-- Tables and indexes that only this module uses. Other implementations ignore them and rewrite whole rows of `jobs`, even
-- with REPLACE, so there are no foreign keys here, and every row names what it belongs to.

-- The runner process of a job. A row is valid only while jobs.pid is the same pid.
CREATE TABLE IF NOT EXISTS marianne_runners (
    job_id TEXT PRIMARY KEY,
    pid INTEGER NOT NULL,
    host TEXT NOT NULL,
    start_mark TEXT
) WITHOUT ROWID;

CREATE TRIGGER IF NOT EXISTS marianne_jobs_deleted AFTER DELETE ON jobs
BEGIN
    DELETE FROM marianne_runners WHERE job_id = OLD.id;
END;

-- The tags of a job, in order.
CREATE TABLE IF NOT EXISTS marianne_tags (
    job_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (job_id, position)
) WITHOUT ROWID;

CREATE TRIGGER IF NOT EXISTS marianne_tags_deleted AFTER DELETE ON jobs
BEGIN
    DELETE FROM marianne_tags WHERE job_id = OLD.id;
END;

-- The unfinished job of a score: the key is a hash of its name and the real path of its workspace. A row is valid only while
-- its job is unfinished.
CREATE TABLE IF NOT EXISTS marianne_job_keys (
    key TEXT PRIMARY KEY,
    job_id TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS marianne_key_of_job ON marianne_job_keys(job_id);

CREATE TRIGGER IF NOT EXISTS marianne_job_keys_deleted AFTER DELETE ON jobs
BEGIN
    DELETE FROM marianne_job_keys WHERE job_id = OLD.id;
END;

-- The processes that have claims or wait for work. The time at which one was last seen is in microseconds since 1970.
CREATE TABLE IF NOT EXISTS marianne_workers (
    id TEXT PRIMARY KEY,
    pid INTEGER NOT NULL,
    host TEXT NOT NULL,
    start_mark TEXT,
    can_run TEXT NOT NULL,
    since TEXT NOT NULL,
    last_seen INTEGER NOT NULL
) WITHOUT ROWID;

-- The jobs whose sheets any worker may claim.
CREATE TABLE IF NOT EXISTS marianne_queue (
    job_id TEXT PRIMARY KEY,
    priority INTEGER NOT NULL,
    queued_at TEXT NOT NULL
) WITHOUT ROWID;

-- The claims of jobs (sheet_num 0) and of sheets. Without a worker, a claim was given back. Its lease ends at a time in microseconds
-- since the machine was started, which boot_id names where the system has such an id.
CREATE TABLE IF NOT EXISTS marianne_claims (
    job_id TEXT NOT NULL,
    sheet_num INTEGER NOT NULL,
    token INTEGER NOT NULL,
    takeovers INTEGER NOT NULL,
    worker_id TEXT,
    ends_at INTEGER NOT NULL,
    lease INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    PRIMARY KEY (job_id, sheet_num)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS marianne_claims_of_worker ON marianne_claims(worker_id);

CREATE TRIGGER IF NOT EXISTS marianne_claims_deleted AFTER DELETE ON jobs
BEGIN
    DELETE FROM marianne_claims WHERE job_id = OLD.id;
    DELETE FROM marianne_queue WHERE job_id = OLD.id;
END;

-- The measures of a sheet, as JSON. A row is valid only while sheets.attempt_count and sheets.started_at are the same.
CREATE TABLE IF NOT EXISTS marianne_sheets (
    job_id TEXT NOT NULL,
    sheet_num INTEGER NOT NULL,
    attempt_count INTEGER NOT NULL,
    started_at TEXT,
    measures TEXT NOT NULL,
    PRIMARY KEY (job_id, sheet_num)
) WITHOUT ROWID;

CREATE TRIGGER IF NOT EXISTS marianne_sheets_deleted AFTER DELETE ON jobs
BEGIN
    DELETE FROM marianne_sheets WHERE job_id = OLD.id;
END;

-- The outputs of a sheet, each as JSON or as the file that has it. A row is valid only while sheets.status is 'completed', and
-- sheets.attempt_count and sheets.started_at are the same.
CREATE TABLE IF NOT EXISTS marianne_outputs (
    job_id TEXT NOT NULL,
    sheet_num INTEGER NOT NULL,
    name TEXT NOT NULL,
    attempt_count INTEGER NOT NULL,
    started_at TEXT,
    value TEXT,
    path TEXT,
    size INTEGER,
    hash TEXT
);

CREATE UNIQUE INDEX IF NOT EXISTS marianne_outputs_key ON marianne_outputs(job_id, sheet_num, name);

CREATE INDEX IF NOT EXISTS marianne_outputs_of_file ON marianne_outputs(path) WHERE path IS NOT NULL;

CREATE TRIGGER IF NOT EXISTS marianne_outputs_deleted AFTER DELETE ON jobs
BEGIN
    DELETE FROM marianne_outputs WHERE job_id = OLD.id;
END;

-- The items of a job: what its sheets work on. They belong to the sheet parent_num, or with 0 to the job itself. An item without a position
-- is not in the source any more.
CREATE TABLE IF NOT EXISTS marianne_items (
    job_id TEXT NOT NULL,
    sheet_num INTEGER NOT NULL,
    parent_num INTEGER NOT NULL,
    item_key TEXT NOT NULL,
    position INTEGER,
    value TEXT NOT NULL,
    PRIMARY KEY (job_id, sheet_num)
) WITHOUT ROWID;

CREATE UNIQUE INDEX IF NOT EXISTS marianne_items_key ON marianne_items(job_id, parent_num, item_key);

CREATE TRIGGER IF NOT EXISTS marianne_items_deleted AFTER DELETE ON jobs
BEGIN
    DELETE FROM marianne_items WHERE job_id = OLD.id;
END;

-- The numbers of the runs that attempts belong to. An attempt of the first run has no row. An id is given to another attempt only after
-- its job was deleted.
CREATE TABLE IF NOT EXISTS marianne_attempts (
    attempt_id INTEGER PRIMARY KEY,
    job_id TEXT NOT NULL,
    run_num INTEGER NOT NULL
);

CREATE INDEX IF NOT EXISTS marianne_attempts_of_job ON marianne_attempts(job_id);

CREATE TRIGGER IF NOT EXISTS marianne_attempts_deleted AFTER DELETE ON jobs
BEGIN
    DELETE FROM marianne_attempts WHERE job_id = OLD.id;
END;

-- The outputs of attempts that are above 4 KB, compressed with zlib: sqlar_uncompress(content, size) of the SQLite shell shows them. The shared
-- column has the last 4 KB. A row is valid only while its output ends as execution_history.output says.
CREATE TABLE IF NOT EXISTS marianne_attempt_outputs (
    attempt_id INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    content BLOB NOT NULL
);

CREATE TRIGGER IF NOT EXISTS marianne_attempt_output_changed AFTER UPDATE OF output ON execution_history
WHEN NEW.output IS NOT OLD.output
BEGIN
    DELETE FROM marianne_attempt_outputs WHERE attempt_id = OLD.id;
END;

CREATE TRIGGER IF NOT EXISTS marianne_attempt_output_deleted AFTER DELETE ON execution_history
BEGIN
    DELETE FROM marianne_attempt_outputs WHERE attempt_id = OLD.id;
END;

-- What a job was forked from, and the id of its run among those of its score. A job without both has no row.
CREATE TABLE IF NOT EXISTS marianne_origins (
    job_id TEXT PRIMARY KEY,
    forked_from TEXT,
    run_id TEXT
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS marianne_forks ON marianne_origins(forked_from);

CREATE TRIGGER IF NOT EXISTS marianne_origins_deleted AFTER DELETE ON jobs
BEGIN
    DELETE FROM marianne_origins WHERE job_id = OLD.id;
END;

-- How long the history of jobs is kept, in seconds; NULL is for ever. There is one row at most. The history is not cleared before
-- next_at, in microseconds since 1970.
CREATE TABLE IF NOT EXISTS marianne_retention (
    id INTEGER PRIMARY KEY,
    completed REAL,
    failed REAL,
    cancelled REAL,
    keep INTEGER NOT NULL,
    next_at INTEGER NOT NULL
);

-- How long outcomes and recoveries of the learning store are kept, in seconds. Without a row, they are kept for ever.
CREATE TABLE IF NOT EXISTS marianne_learned_retention (
    id INTEGER PRIMARY KEY,
    kept REAL NOT NULL
);

-- The figures of history that was cleared: of attempts of a job, and, in rows with an empty job_id, of jobs by name and outcome.
CREATE TABLE IF NOT EXISTS marianne_archived_figures (
    job_id TEXT NOT NULL,
    name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    jobs INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    successful_attempts INTEGER NOT NULL,
    timed_attempts INTEGER NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (job_id, name, outcome)
) WITHOUT ROWID;

CREATE TRIGGER IF NOT EXISTS marianne_figures_deleted AFTER DELETE ON jobs
BEGIN
    DELETE FROM marianne_archived_figures WHERE job_id = OLD.id;
END;

-- Recorded attempts in order, of one job and of all jobs, and the statistics of one job without reading the texts.
CREATE INDEX IF NOT EXISTS marianne_history_of_job ON execution_history(job_id, executed_at);
CREATE INDEX IF NOT EXISTS marianne_history ON execution_history(executed_at);
CREATE INDEX IF NOT EXISTS marianne_history_figures ON execution_history(job_id, exit_code, duration_seconds);

-- The sheets of a job that are not finished, so that claims of items do not read the finished ones.
CREATE INDEX IF NOT EXISTS marianne_open_sheets ON sheets(job_id, sheet_num, status) WHERE status NOT IN ('completed', 'skipped');

-- The execution histories attached to jobs (sheet_num 0) and to sheets, in parts. They are deleted with the row of the
-- job. SQLite does not treat a REPLACE as a deletion, so the save of another implementation keeps them. The table is created
-- last.
CREATE TRIGGER IF NOT EXISTS marianne_job_histories_deleted AFTER DELETE ON jobs
BEGIN
    DELETE FROM marianne_histories WHERE job_id = OLD.id;
END;

CREATE TABLE IF NOT EXISTS marianne_histories (
    job_id TEXT NOT NULL,
    sheet_num INTEGER NOT NULL,
    part INTEGER NOT NULL,
    content BLOB NOT NULL
);

CREATE UNIQUE INDEX IF NOT EXISTS marianne_histories_key ON marianne_histories(job_id, sheet_num, part);

-- The approvals that sheets ask for, and their answers: 'approved', 'denied', or NULL. The last one of a sheet is valid.
CREATE TABLE IF NOT EXISTS marianne_approvals (
    job_id TEXT NOT NULL,
    sheet_num INTEGER NOT NULL,
    ask_num INTEGER NOT NULL,
    answer TEXT,
    content TEXT NOT NULL,
    PRIMARY KEY (job_id, sheet_num, ask_num)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS marianne_approvals_open ON marianne_approvals(job_id) WHERE answer IS NULL;

CREATE TRIGGER IF NOT EXISTS marianne_approvals_deleted AFTER DELETE ON jobs
BEGIN
    DELETE FROM marianne_approvals WHERE job_id = OLD.id;
END;
