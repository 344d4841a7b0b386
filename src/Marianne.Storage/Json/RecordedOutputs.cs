using System.Text.Json.Serialization;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The outputs of an attempt in the format of the log file.</summary>
internal sealed record RecordedOutputs(int SheetNum, int AttemptCount, string? StartedAt, List<RecordedOutput?>? Outputs)
{
    /// <summary>Indicates whether each output has a name.</summary>
    [JsonIgnore]
    public bool IsComplete => Outputs?.TrueForAll(output => output is { Name.Length: > 0 }) is true;

    /// <summary>Determines whether the attempt completed a sheet.</summary>
    public bool BelongsTo(Sheet sheet)
    {
        DateTimeOffset start = default;
        return (StartedAt is null || StoredTime.TryParse(StartedAt, out start))
            && SheetVersion.Of(sheet) == new SheetVersion(SheetStatus.Completed, AttemptCount, StartedAt is null ? null : start);
    }

    /// <summary>Returns the outputs in the order of their names.</summary>
    public IEnumerable<SheetOutput> Of(string jobId) => Outputs!
        .Select(output => output!.ToOutput(jobId, SheetNum, AttemptCount)).OrderBy(output => output.Name, StringComparer.Ordinal);
}
