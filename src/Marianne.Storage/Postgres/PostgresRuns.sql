-- The numbers of the runs that attempts belong to. An attempt of the first run has no row.
CREATE TABLE main.marianne_attempts (
    attempt_id bigint PRIMARY KEY REFERENCES main.execution_history (id) ON DELETE CASCADE,
    job_id text COLLATE "C" NOT NULL,
    run_num integer NOT NULL
);

-- What a job was forked from, and the id of its run among those of its score. A job without both has no row. The job that it was forked
-- from may be deleted.
CREATE TABLE main.marianne_origins (
    job_id text COLLATE "C" PRIMARY KEY REFERENCES main.jobs (id) ON DELETE CASCADE,
    forked_from text COLLATE "C",
    run_id text
);

CREATE INDEX marianne_forks ON main.marianne_origins (forked_from);
