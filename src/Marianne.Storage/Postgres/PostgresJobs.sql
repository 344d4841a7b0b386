-- The tables of jobs. Narrow tables hold what changes often, and the texts of attempts are apart from the sheets. Times are
-- instants, and what is ordered by its text is ordered by its characters in every database.

CREATE TABLE main.schema_version (
    version integer PRIMARY KEY,
    applied_at timestamptz NOT NULL
);

CREATE TABLE main.jobs (
    id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    description text,
    status text NOT NULL,
    total_sheets integer NOT NULL,
    last_completed_sheet integer NOT NULL,
    current_sheet integer,
    config_hash text,
    config_snapshot json, -- As it was written: the order of its keys is that of the score.
    config_path text,
    pid integer,
    error_message text,
    total_retry_count integer NOT NULL,
    rate_limit_waits integer NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    started_at timestamptz,
    completed_at timestamptz,
    unreadable jsonb -- Values of another store that this one could not read, by property.
);

CREATE INDEX jobs_by_update ON main.jobs (updated_at DESC, id DESC);
CREATE INDEX jobs_by_status ON main.jobs (status);

CREATE TABLE main.sheets (
    job_id text COLLATE "C" NOT NULL REFERENCES main.jobs (id) ON DELETE CASCADE,
    sheet_num integer NOT NULL,
    status text NOT NULL,
    attempt_count integer NOT NULL,
    exit_code integer,
    error_message text,
    error_category text,
    validation_passed boolean,
    validation_details jsonb,
    completion_attempts integer NOT NULL,
    passed_validations jsonb,
    failed_validations jsonb,
    last_pass_percentage double precision,
    execution_mode text,
    outcome_data json, -- As it was written.
    confidence_score double precision,
    learned_patterns jsonb,
    similar_outcomes_count integer NOT NULL,
    success_without_retry boolean NOT NULL,
    outcome_category text,
    started_at timestamptz,
    completed_at timestamptz,
    execution_duration_seconds double precision,
    exit_signal integer,
    exit_reason text,
    unreadable jsonb,
    PRIMARY KEY (job_id, sheet_num)
);

CREATE TABLE main.execution_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id text COLLATE "C" NOT NULL REFERENCES main.jobs (id) ON DELETE CASCADE,
    sheet_num integer NOT NULL,
    attempt_num integer NOT NULL,
    prompt text,
    output text,
    exit_code integer,
    duration_seconds double precision,
    executed_at timestamptz NOT NULL
);

CREATE INDEX attempts_of_job ON main.execution_history (job_id, executed_at, id);
CREATE INDEX attempts ON main.execution_history (executed_at, id);

CREATE TABLE main.marianne_runners (
    job_id text COLLATE "C" PRIMARY KEY REFERENCES main.jobs (id) ON DELETE CASCADE,
    pid integer NOT NULL,
    host text NOT NULL,
    start_mark text
);

CREATE TABLE main.marianne_tags (
    job_id text COLLATE "C" NOT NULL REFERENCES main.jobs (id) ON DELETE CASCADE,
    position integer NOT NULL,
    tag text NOT NULL,
    PRIMARY KEY (job_id, position)
);

CREATE TABLE main.marianne_sheets (
    job_id text COLLATE "C" NOT NULL REFERENCES main.jobs (id) ON DELETE CASCADE,
    sheet_num integer NOT NULL,
    attempt_count integer NOT NULL,
    started_at timestamptz,
    measures jsonb NOT NULL,
    PRIMARY KEY (job_id, sheet_num)
);

CREATE TABLE main.marianne_histories (
    job_id text COLLATE "C" NOT NULL REFERENCES main.jobs (id) ON DELETE CASCADE,
    sheet_num integer NOT NULL, -- 0 is the job itself.
    part integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (job_id, sheet_num, part)
);
