-- The processes that have claims or wait for work. Times in microseconds are those of the server, since 1970.
CREATE TABLE main.marianne_workers (
    id text COLLATE "C" PRIMARY KEY,
    pid bigint NOT NULL,
    host text NOT NULL,
    start_mark text,
    can_run text NOT NULL,
    since timestamptz NOT NULL,
    last_seen bigint NOT NULL
);

-- The jobs whose sheets any worker may claim.
CREATE TABLE main.marianne_queue (
    job_id text COLLATE "C" PRIMARY KEY REFERENCES main.jobs (id) ON DELETE CASCADE,
    priority integer NOT NULL,
    queued_at timestamptz NOT NULL
);

-- The claims of jobs (sheet_num 0) and of sheets. Without a worker, a claim was given back. They change often, so the rows are short, and
-- there is room to change them in place.
CREATE TABLE main.marianne_claims (
    job_id text COLLATE "C" NOT NULL REFERENCES main.jobs (id) ON DELETE CASCADE,
    sheet_num bigint NOT NULL,
    token bigint NOT NULL,
    takeovers bigint NOT NULL,
    worker_id text COLLATE "C",
    ends_at bigint NOT NULL,
    lease bigint NOT NULL,
    boot_id text NOT NULL,
    PRIMARY KEY (job_id, sheet_num)
) WITH (fillfactor = 50);

CREATE INDEX marianne_claims_of_worker ON main.marianne_claims (worker_id);
