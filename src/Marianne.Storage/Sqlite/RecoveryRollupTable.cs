using Marianne.Learning;
using Marianne.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// Counts outcomes and recoveries by their roll-ups. In a file that this module has not written to, the rows are counted.
/// </summary>
internal static class RecoveryRollupTable
{
    private const string CountedRecoveries =
        """
        (SELECT error_code, ifnull(model, x'') AS model, ifnull(time_of_day, 0) AS hour,
            1 AS samples, recovery_success IS 1 AS successes
        FROM error_recoveries)
        """;

    /// <summary>Counts the recoveries that match a query, ignoring its paging.</summary>
    public static long Recoveries(SqliteSession session, RecoveryQuery query) => (long)session.Scalar(
        Count(RecoveriesOf(session), query.ErrorCode is not null, query.Model is not null, query.Recovered),
        query.ErrorCode,
        query.Model)!;

    /// <summary>
    /// Returns the expression that counts successful recoveries from the error <c>@1</c> of the model <c>@2</c>, also those that were
    /// cleared.
    /// </summary>
    public static string CountSuccesses(SqliteSession session, bool isByModel)
    {
        string rows = LearningSchema.HasCounts(session) ? "marianne_recovery_counts" : RecoveriesOf(session);
        string there = $"({Count(rows, isByCode: true, isByModel, recovered: true)})";
        return session.HasTable(ClearedLearningTable.Recoveries)
            ? $"{there} + ({Count(ClearedLearningTable.Recoveries, isByCode: true, isByModel, recovered: true)})"
            : there;
    }

    private static string Count(string rows, bool isByCode, bool isByModel, bool? recovered)
    {
        string count = recovered switch
        {
            null => "samples",
            true => "successes",
            false => "samples - successes",
        };
        return $"SELECT ifnull(sum({count}), 0) FROM {rows} WHERE {Filter(isByCode, isByModel)}";
    }

    /// <summary>Counts the recoveries by hour, also those that were cleared. What is not a valid hour is counted as hour -1.</summary>
    public static IReadOnlyList<RecoveryHour> Hours(SqliteSession session, string? errorCode, string? model)
    {
        SqliteCommand command = session.Command(
            $"""
            SELECT CASE WHEN typeof(hour) = 'integer' AND hour BETWEEN 0 AND 23 THEN hour ELSE -1 END,
                sum(samples), sum(successes)
            FROM {AllRecoveriesOf(session)} WHERE {Filter(errorCode is not null, model is not null)} AND samples > 0
            GROUP BY 1 ORDER BY 1
            """,
            errorCode,
            model);

        var hours = new List<RecoveryHour>();
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            hours.Add(new RecoveryHour(reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2)));
        return hours;
    }

    /// <summary>Computes the statistics of the store, also of what was cleared.</summary>
    public static LearningStatistics Measure(SqliteSession session)
    {
        (long executions, long successes, long workspaces) = Outcomes(session);
        (long patterns, double effectiveness) = Patterns(session);
        return new LearningStatistics
        {
            TotalExecutions = executions,
            SuccessWithoutRetryRate = executions == 0 ? 0 : (double)successes / executions,
            TotalPatterns = patterns,
            AveragePatternEffectiveness = effectiveness,
            TotalErrorRecoveries = (long)session.Scalar(Count(AllRecoveriesOf(session), false, false, null))!,
            UniqueWorkspaces = workspaces,
        };
    }

    private static (long Executions, long Successes, long Workspaces) Outcomes(SqliteSession session)
    {
        string workspaces = LearningSchema.HasRollUps(session)
            ? "SELECT workspace_hash, executions, successes FROM marianne_workspaces WHERE executions > 0"
            : $"SELECT workspace_hash, 1 AS executions, {OutcomeTable.SuccessOf(session)} IS 1 AS successes FROM executions";
        string cleared = session.HasTable(ClearedLearningTable.Outcomes)
            ? $"UNION ALL SELECT workspace_hash, executions, successes FROM {ClearedLearningTable.Outcomes}"
            : "";
        using SqliteDataReader reader = session.Command(
            $"""
            SELECT ifnull(sum(executions), 0), ifnull(sum(successes), 0), count(DISTINCT workspace_hash)
            FROM ({workspaces} {cleared})
            """).ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>Only other implementations write patterns; this module counts them.</summary>
    private static (long Count, double Effectiveness) Patterns(SqliteSession session)
    {
        if (!session.Tables.Contains("patterns"))
            return (0, 0);

        using SqliteDataReader reader = session
            .Command("SELECT count(*), ifnull(avg(ifnull(effectiveness_score, 0)), 0) FROM patterns").ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetDouble(1));
    }

    private static string RecoveriesOf(SqliteSession session) =>
        LearningSchema.HasRollUps(session) ? "marianne_recoveries" : CountedRecoveries;

    /// <summary>Recoveries that are there, and those that were cleared.</summary>
    private static string AllRecoveriesOf(SqliteSession session) => session.HasTable(ClearedLearningTable.Recoveries)
        ? $"""
          (SELECT error_code, model, hour, samples, successes FROM {RecoveriesOf(session)}
          UNION ALL SELECT error_code, model, hour, samples, successes FROM {ClearedLearningTable.Recoveries})
          """
        : RecoveriesOf(session);

    private static string Filter(bool isByCode, bool isByModel) => (isByCode, isByModel) switch
    {
        (false, false) => "1",
        (true, false) => "error_code = @1",
        (false, true) => "model = @2",
        (true, true) => "error_code = @1 AND model = @2",
    };
}
