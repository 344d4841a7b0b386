-- How long the history of jobs is kept, in seconds; NULL is for ever. There is one row at most. The history is not cleared before
-- next_at, in microseconds since 1970.
CREATE TABLE main.marianne_retention (
    id bigint PRIMARY KEY,
    completed double precision,
    failed double precision,
    cancelled double precision,
    keep bigint NOT NULL,
    next_at bigint NOT NULL
);
