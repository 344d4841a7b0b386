-- The unfinished job of a score: the key is a hash of its name and the real path of its workspace. It is taken before the job is
-- written, so the reference is checked at the end of the transaction.
CREATE TABLE main.marianne_job_keys (
    key text COLLATE "C" PRIMARY KEY,
    job_id text COLLATE "C" NOT NULL REFERENCES main.jobs (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX marianne_key_of_job ON main.marianne_job_keys (job_id);
