-- Limits across jobs. All times are those of the server's clock.
CREATE TABLE main.marianne_limits (
    name text COLLATE "C" PRIMARY KEY,
    concurrent integer,
    per_hour integer,
    updated_at timestamptz NOT NULL
);

-- The sheets that run in the slots of limits.
CREATE TABLE main.marianne_limit_slots (
    token text COLLATE "C" NOT NULL,
    limit_name text COLLATE "C" NOT NULL,
    job_id text NOT NULL,
    sheet_num integer NOT NULL,
    priority integer NOT NULL,
    host text,
    pid integer NOT NULL,
    start_mark text,
    started_at timestamptz NOT NULL,
    expires_at timestamptz, -- NULL: the attempt has ended, and still counts for an hour.
    PRIMARY KEY (token, limit_name)
);

CREATE INDEX marianne_slots_of_limit ON main.marianne_limit_slots (limit_name, started_at);

-- The sheets that wait for a slot, in the order of rank.
CREATE TABLE main.marianne_limit_queue (
    token text COLLATE "C" NOT NULL,
    limit_name text COLLATE "C" NOT NULL,
    job_id text NOT NULL,
    sheet_num integer NOT NULL,
    priority integer NOT NULL,
    host text,
    pid integer NOT NULL,
    start_mark text,
    since timestamptz NOT NULL,
    rank timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (token, limit_name)
);

CREATE INDEX marianne_queue_of_limit ON main.marianne_limit_queue (limit_name, rank, token);
