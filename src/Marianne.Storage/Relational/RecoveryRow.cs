using Marianne.Durations;
using Marianne.Learning;

namespace Marianne.Storage.Relational;

/// <summary>Reads the rows of recoveries.</summary>
internal static class RecoveryRow
{
    /// <summary>Reads the next columns of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="zone">The time zone of times without an offset.</param>
    public static LearnedRecovery Read(RowReader row, TimeZoneInfo zone)
    {
        var recovery = new LearnedRecovery
        {
            Id = row.Next(column => column.Raw()),
            ErrorCode = row.Next(column => column.Raw()),
            SuggestedWait = TimeSpan.FromSeconds(row.Next(column => column.Seconds()) ?? 0),
            ActualWait = TimeSpan.FromSeconds(row.Next(column => column.Seconds()) ?? 0),
            Recovered = row.Next(column => column.Flag()) ?? false,
            RecordedAt = row.Next(column => column.Time(zone)),
            Model = row.Next(column => column.Text()),
            Hour = row.Next(column => column.IsNull ? 0 : column.Int32()),
            Incident = row.Next(column => column.Text()),
            Since = row.Next(ReadBeginning),
            Hint = row.Next(column => column.Seconds()) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Service = row.Next(column => column.Text()),
        };
        return row.Unreadable.Count == 0 ? recovery : recovery with { Unreadable = row.Unreadable };
    }

    /// <summary>Reads the beginning of an incident.</summary>
    private static DateTimeOffset? ReadBeginning(ColumnReader column) => column.Real() switch
    {
        null or 0 => null,
        > 0 and < 253_402_300_800 and { } seconds => UnixTime.ToInstant(seconds),
        _ => Fail(column),
    };

    private static DateTimeOffset? Fail(ColumnReader column)
    {
        column.Problem = "it is not a valid time";
        return null;
    }
}
