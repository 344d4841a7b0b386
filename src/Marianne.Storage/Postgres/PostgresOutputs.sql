-- The outputs of a sheet, each as JSON or as the file that has it. A row is valid only while the sheet is completed and has the same
-- attempt_count and started_at.
CREATE TABLE main.marianne_outputs (
    job_id text COLLATE "C" NOT NULL REFERENCES main.jobs (id) ON DELETE CASCADE,
    sheet_num integer NOT NULL,
    name text COLLATE "C" NOT NULL,
    attempt_count integer NOT NULL,
    started_at timestamptz,
    value text, -- As it was written: the order of its keys is that of the sheet.
    path text,
    size bigint,
    hash text,
    PRIMARY KEY (job_id, sheet_num, name)
);
