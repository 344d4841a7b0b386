using Marianne.Learning;
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
        Count(session, query.ErrorCode is not null, query.Model is not null, query.Recovered), query.ErrorCode, query.Model)!;

    /// <summary>Returns the SQL that counts recoveries from the error <c>@1</c> of the model <c>@2</c>.</summary>
    public static string Count(SqliteSession session, bool isByCode, bool isByModel, bool? recovered)
    {
        string count = recovered switch
        {
            null => "samples",
            true => "successes",
            false => "samples - successes",
        };
        return $"SELECT ifnull(sum({count}), 0) FROM {RecoveriesOf(session)} WHERE {Filter(isByCode, isByModel)}";
    }

    /// <summary>Counts the recoveries by hour. A value that is not a valid hour is counted as hour -1.</summary>
    public static IReadOnlyList<RecoveryHour> Hours(SqliteSession session, string? errorCode, string? model)
    {
        SqliteCommand command = session.Command(
            $"""
            SELECT CASE WHEN typeof(hour) = 'integer' AND hour BETWEEN 0 AND 23 THEN hour ELSE -1 END,
                sum(samples), sum(successes)
            FROM {RecoveriesOf(session)} WHERE {Filter(errorCode is not null, model is not null)} AND samples > 0
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

    /// <summary>Computes the statistics of the store.</summary>
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
            TotalErrorRecoveries = Recoveries(session, new RecoveryQuery()),
            UniqueWorkspaces = workspaces,
        };
    }

    private static (long Executions, long Successes, long Workspaces) Outcomes(SqliteSession session)
    {
        string counts = LearningSchema.HasRollUps(session)
            ? """
              SELECT ifnull(sum(executions), 0), ifnull(sum(successes), 0), count(*)
              FROM marianne_workspaces WHERE executions > 0
              """
            : $"""
              SELECT count(*), ifnull(sum({OutcomeTable.SuccessOf(session)} IS 1), 0), count(DISTINCT workspace_hash)
              FROM executions
              """;
        using SqliteDataReader reader = session.Command(counts).ExecuteReader();
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

    private static string Filter(bool isByCode, bool isByModel) => (isByCode, isByModel) switch
    {
        (false, false) => "1",
        (true, false) => "error_code = @1",
        (false, true) => "model = @2",
        (true, true) => "error_code = @1 AND model = @2",
    };
}
