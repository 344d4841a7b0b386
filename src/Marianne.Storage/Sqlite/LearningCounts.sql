-- Successful recoveries by error and model, the sums of marianne_recoveries: a learned wait reads one row of each model instead of
-- one of each hour. The rules of LearningRollUps.sql apply, which drops the triggers together with their table.

DROP TRIGGER IF EXISTS marianne_recovery_hour_added;
DROP TRIGGER IF EXISTS marianne_recovery_hour_changed;
DROP TABLE IF EXISTS marianne_recovery_counts;

CREATE TABLE marianne_recovery_counts (
    error_code,
    model,
    successes,
    PRIMARY KEY (error_code, model)
) WITHOUT ROWID;

INSERT INTO marianne_recovery_counts
SELECT error_code, model, sum(successes) FROM marianne_recoveries GROUP BY 1, 2;

CREATE TRIGGER marianne_recovery_hour_added AFTER INSERT ON marianne_recoveries
BEGIN
    INSERT INTO marianne_recovery_counts VALUES (NEW.error_code, NEW.model, NEW.successes)
    ON CONFLICT (error_code, model) DO UPDATE SET successes = successes + excluded.successes;
END;

CREATE TRIGGER marianne_recovery_hour_changed AFTER UPDATE OF successes ON marianne_recoveries
WHEN NEW.successes <> OLD.successes
BEGIN
    UPDATE marianne_recovery_counts SET successes = successes + NEW.successes - OLD.successes
    WHERE error_code = NEW.error_code AND model = NEW.model;
END;
