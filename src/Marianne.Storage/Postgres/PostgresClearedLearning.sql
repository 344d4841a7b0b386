-- The figures of outcomes and recoveries that were cleared. newest is in microseconds since 1970; no model is an empty text.
CREATE TABLE main.marianne_cleared_outcomes (
    workspace_hash text COLLATE "C" PRIMARY KEY,
    executions bigint NOT NULL,
    successes bigint NOT NULL,
    newest bigint NOT NULL
);

CREATE TABLE main.marianne_cleared_recoveries (
    error_code text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    hour bigint NOT NULL,
    samples bigint NOT NULL,
    successes bigint NOT NULL,
    PRIMARY KEY (error_code, model, hour)
);

-- How long outcomes and recoveries are kept, in seconds. Without a row, they are kept for ever.
CREATE TABLE main.marianne_learned_retention (
    id bigint PRIMARY KEY,
    kept double precision NOT NULL
);

ALTER TABLE main.outcomes SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE main.recoveries SET (autovacuum_vacuum_scale_factor = 0.05);
