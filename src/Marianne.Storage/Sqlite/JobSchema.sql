-- The schema of the job store, version 4. It is shared with the Python implementation: every statement is part of the
-- format and must not change. JobExtras.sql holds what only this module uses.

CREATE TABLE schema_version (
                version INTEGER PRIMARY KEY,
                applied_at TEXT NOT NULL
            );

CREATE TABLE jobs (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                description TEXT,
                status TEXT NOT NULL DEFAULT 'pending',
                total_sheets INTEGER NOT NULL,
                last_completed_sheet INTEGER NOT NULL DEFAULT 0,
                current_sheet INTEGER,
                config_hash TEXT,
                config_snapshot TEXT,
                pid INTEGER,
                error_message TEXT,
                total_retry_count INTEGER NOT NULL DEFAULT 0,
                rate_limit_waits INTEGER NOT NULL DEFAULT 0,
                created_at TEXT NOT NULL,
                updated_at TEXT NOT NULL,
                started_at TEXT,
                completed_at TEXT
            , config_path TEXT);

CREATE TABLE sheets (
                job_id TEXT NOT NULL,
                sheet_num INTEGER NOT NULL,
                status TEXT NOT NULL DEFAULT 'pending',
                attempt_count INTEGER NOT NULL DEFAULT 0,
                exit_code INTEGER,
                error_message TEXT,
                error_category TEXT,
                validation_passed INTEGER,
                validation_details TEXT,
                completion_attempts INTEGER NOT NULL DEFAULT 0,
                passed_validations TEXT,
                failed_validations TEXT,
                last_pass_percentage REAL,
                execution_mode TEXT,
                outcome_data TEXT,
                confidence_score REAL,
                learned_patterns TEXT,
                similar_outcomes_count INTEGER NOT NULL DEFAULT 0,
                success_without_retry INTEGER NOT NULL DEFAULT 0,
                outcome_category TEXT,
                started_at TEXT,
                completed_at TEXT, execution_duration_seconds REAL, exit_signal INTEGER, exit_reason TEXT,
                PRIMARY KEY (job_id, sheet_num),
                FOREIGN KEY (job_id) REFERENCES jobs(id) ON DELETE CASCADE
            );

CREATE TABLE execution_history (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                job_id TEXT NOT NULL,
                sheet_num INTEGER NOT NULL,
                attempt_num INTEGER NOT NULL,
                prompt TEXT,
                output TEXT,
                exit_code INTEGER,
                duration_seconds REAL,
                executed_at TEXT NOT NULL,
                FOREIGN KEY (job_id) REFERENCES jobs(id) ON DELETE CASCADE
            );

CREATE INDEX idx_jobs_status ON jobs(status);

CREATE INDEX idx_jobs_updated ON jobs(updated_at);

CREATE INDEX idx_sheets_status ON sheets(status);

CREATE INDEX idx_history_job_sheet ON execution_history(job_id, sheet_num);
