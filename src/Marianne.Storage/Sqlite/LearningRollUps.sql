-- Counts of outcomes and recoveries, so that counting takes as long for a million rows as for a thousand. The triggers
-- count the rows of other implementations too. They must never make another implementation's statement fail, so no column
-- here has a constraint, and they use only the SQL of old versions of SQLite, which must still be able to open the file.
--
-- REPLACE fires no trigger for the row that it deletes. Such a row is recorded before the insert, which may still fail, and
-- subtracted after it.
--
-- Everything is created again if a part of it is missing.

DROP TRIGGER IF EXISTS marianne_outcome_replaced;
DROP TRIGGER IF EXISTS marianne_outcome_added;
DROP TRIGGER IF EXISTS marianne_outcome_changed;
DROP TRIGGER IF EXISTS marianne_outcome_removed;
DROP TRIGGER IF EXISTS marianne_recovery_replaced;
DROP TRIGGER IF EXISTS marianne_recovery_added;
DROP TRIGGER IF EXISTS marianne_recovery_changed;
DROP TRIGGER IF EXISTS marianne_recovery_removed;
DROP TABLE IF EXISTS marianne_workspaces;
DROP TABLE IF EXISTS marianne_replaced_outcomes;
DROP TABLE IF EXISTS marianne_recoveries;
DROP TABLE IF EXISTS marianne_replaced_recoveries;

-- Outcomes by workspace.

CREATE TABLE marianne_workspaces (
    workspace_hash PRIMARY KEY,
    executions,
    successes
) WITHOUT ROWID;

CREATE TABLE marianne_replaced_outcomes (
    id PRIMARY KEY,
    workspace_hash,
    success
) WITHOUT ROWID;

INSERT INTO marianne_workspaces
SELECT workspace_hash, count(*), sum(success_without_retry IS 1) FROM executions GROUP BY workspace_hash;

CREATE TRIGGER marianne_outcome_replaced BEFORE INSERT ON executions
WHEN EXISTS (SELECT 1 FROM executions WHERE id = NEW.id)
BEGIN
    DELETE FROM marianne_replaced_outcomes WHERE id = NEW.id;
    INSERT INTO marianne_replaced_outcomes
    SELECT id, workspace_hash, success_without_retry IS 1 FROM executions WHERE id = NEW.id;
END;

CREATE TRIGGER marianne_outcome_added AFTER INSERT ON executions
BEGIN
    INSERT INTO marianne_workspaces VALUES (NEW.workspace_hash, 1, NEW.success_without_retry IS 1)
    ON CONFLICT (workspace_hash) DO UPDATE
    SET executions = executions + 1, successes = successes + excluded.successes;

    UPDATE marianne_workspaces
    SET executions = executions - 1,
        successes = successes - (SELECT success FROM marianne_replaced_outcomes WHERE id = NEW.id)
    WHERE workspace_hash = (SELECT workspace_hash FROM marianne_replaced_outcomes WHERE id = NEW.id);
    DELETE FROM marianne_replaced_outcomes WHERE id = NEW.id;
END;

CREATE TRIGGER marianne_outcome_changed AFTER UPDATE OF id, workspace_hash, success_without_retry ON executions
BEGIN
    UPDATE marianne_workspaces
    SET executions = executions - 1, successes = successes - (OLD.success_without_retry IS 1)
    WHERE workspace_hash = OLD.workspace_hash;
    DELETE FROM marianne_replaced_outcomes WHERE id = OLD.id;

    INSERT INTO marianne_workspaces VALUES (NEW.workspace_hash, 1, NEW.success_without_retry IS 1)
    ON CONFLICT (workspace_hash) DO UPDATE
    SET executions = executions + 1, successes = successes + excluded.successes;
END;

CREATE TRIGGER marianne_outcome_removed AFTER DELETE ON executions
BEGIN
    UPDATE marianne_workspaces
    SET executions = executions - 1, successes = successes - (OLD.success_without_retry IS 1)
    WHERE workspace_hash = OLD.workspace_hash;
    DELETE FROM marianne_replaced_outcomes WHERE id = OLD.id;
END;

-- Recoveries by error, model and hour. x'' stands for NULL: it is not text, so it cannot be the name of a model.

CREATE TABLE marianne_recoveries (
    error_code,
    model,
    hour,
    samples,
    successes,
    PRIMARY KEY (error_code, model, hour)
) WITHOUT ROWID;

CREATE TABLE marianne_replaced_recoveries (
    id PRIMARY KEY,
    error_code,
    model,
    hour,
    success
) WITHOUT ROWID;

INSERT INTO marianne_recoveries
SELECT error_code, ifnull(model, x''), ifnull(time_of_day, 0), count(*), sum(recovery_success IS 1)
FROM error_recoveries GROUP BY 1, 2, 3;

CREATE TRIGGER marianne_recovery_replaced BEFORE INSERT ON error_recoveries
WHEN EXISTS (SELECT 1 FROM error_recoveries WHERE id = NEW.id)
BEGIN
    DELETE FROM marianne_replaced_recoveries WHERE id = NEW.id;
    INSERT INTO marianne_replaced_recoveries
    SELECT id, error_code, ifnull(model, x''), ifnull(time_of_day, 0), recovery_success IS 1
    FROM error_recoveries WHERE id = NEW.id;
END;

CREATE TRIGGER marianne_recovery_added AFTER INSERT ON error_recoveries
BEGIN
    INSERT INTO marianne_recoveries
    VALUES (NEW.error_code, ifnull(NEW.model, x''), ifnull(NEW.time_of_day, 0), 1, NEW.recovery_success IS 1)
    ON CONFLICT (error_code, model, hour) DO UPDATE
    SET samples = samples + 1, successes = successes + excluded.successes;

    UPDATE marianne_recoveries
    SET samples = samples - 1,
        successes = successes - (SELECT success FROM marianne_replaced_recoveries WHERE id = NEW.id)
    WHERE error_code = (SELECT error_code FROM marianne_replaced_recoveries WHERE id = NEW.id)
        AND model = (SELECT model FROM marianne_replaced_recoveries WHERE id = NEW.id)
        AND hour = (SELECT hour FROM marianne_replaced_recoveries WHERE id = NEW.id);
    DELETE FROM marianne_replaced_recoveries WHERE id = NEW.id;
END;

CREATE TRIGGER marianne_recovery_changed
AFTER UPDATE OF id, error_code, model, time_of_day, recovery_success ON error_recoveries
BEGIN
    UPDATE marianne_recoveries
    SET samples = samples - 1, successes = successes - (OLD.recovery_success IS 1)
    WHERE error_code = OLD.error_code AND model = ifnull(OLD.model, x'') AND hour = ifnull(OLD.time_of_day, 0);
    DELETE FROM marianne_replaced_recoveries WHERE id = OLD.id;

    INSERT INTO marianne_recoveries
    VALUES (NEW.error_code, ifnull(NEW.model, x''), ifnull(NEW.time_of_day, 0), 1, NEW.recovery_success IS 1)
    ON CONFLICT (error_code, model, hour) DO UPDATE
    SET samples = samples + 1, successes = successes + excluded.successes;
END;

CREATE TRIGGER marianne_recovery_removed AFTER DELETE ON error_recoveries
BEGIN
    UPDATE marianne_recoveries
    SET samples = samples - 1, successes = successes - (OLD.recovery_success IS 1)
    WHERE error_code = OLD.error_code AND model = ifnull(OLD.model, x'') AND hour = ifnull(OLD.time_of_day, 0);
    DELETE FROM marianne_replaced_recoveries WHERE id = OLD.id;
END;
