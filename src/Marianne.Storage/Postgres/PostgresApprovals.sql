-- The approvals that sheets ask for, and their answers: 'approved', 'denied', or NULL. The last one of a sheet is valid.
CREATE TABLE main.marianne_approvals (
    job_id text COLLATE "C" NOT NULL REFERENCES main.jobs (id) ON DELETE CASCADE,
    sheet_num integer NOT NULL,
    ask_num integer NOT NULL,
    answer text,
    content text NOT NULL,
    PRIMARY KEY (job_id, sheet_num, ask_num)
);

CREATE INDEX marianne_approvals_open ON main.marianne_approvals (job_id) WHERE answer IS NULL;
