-- The items of a job: what its sheets work on. They belong to the sheet parent_num, or with 0 to the job itself. An item without a position
-- is not in the source any more.
CREATE TABLE main.marianne_items (
    job_id text COLLATE "C" NOT NULL REFERENCES main.jobs (id) ON DELETE CASCADE,
    sheet_num bigint NOT NULL,
    parent_num bigint NOT NULL,
    item_key text COLLATE "C" NOT NULL,
    position bigint,
    value text NOT NULL,
    PRIMARY KEY (job_id, sheet_num)
);

CREATE UNIQUE INDEX marianne_items_key ON main.marianne_items (job_id, parent_num, item_key);
