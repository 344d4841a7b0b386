-- What this module keeps beside the shared schema. Another implementation ignores it, rewrites whole rows of `jobs`
-- (even by REPLACE) and knows nothing of our tables, so nothing here refers to a row by a foreign key, and every row
-- carries what it belongs to.

-- Which process plays a job. It counts only while jobs.pid is the same pid.
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

-- What a run measured of a sheet, as JSON. It counts only while sheets.attempt_count and sheets.started_at are the same.
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

-- The history in its order, of one job and of all, and the figures of one job without its texts.
CREATE INDEX IF NOT EXISTS marianne_history_of_job ON execution_history(job_id, executed_at);
CREATE INDEX IF NOT EXISTS marianne_history ON execution_history(executed_at);
CREATE INDEX IF NOT EXISTS marianne_history_figures ON execution_history(job_id, exit_code, duration_seconds);

-- The execution histories that are attached to jobs (sheet_num 0) and to sheets, in parts. They go with the row of the
-- job; a REPLACE of it is no deletion to SQLite, so another implementation's save leaves them. The table is made last.
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
