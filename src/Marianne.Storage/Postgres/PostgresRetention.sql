-- The figures of history that was cleared: of attempts of a job, and, in rows with an empty job_id, of jobs by name and outcome.
CREATE TABLE main.marianne_archived_figures (
    job_id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    jobs bigint NOT NULL,
    attempts bigint NOT NULL,
    successful_attempts bigint NOT NULL,
    timed_attempts bigint NOT NULL,
    seconds double precision NOT NULL,
    PRIMARY KEY (job_id, name, outcome)
);

CREATE INDEX marianne_outputs_of_file ON main.marianne_outputs (path) WHERE path IS NOT NULL;

-- Tables whose rows are changed or cleared in large numbers are vacuumed when a twentieth of them is dead, not a fifth, so that the space
-- is used again before the tables have grown.
ALTER TABLE main.jobs SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE main.sheets SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE main.marianne_sheets SET (autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE main.execution_history SET (autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE main.marianne_outputs SET (autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE main.marianne_histories SET (autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE main.marianne_claims SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE main.marianne_queue SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
