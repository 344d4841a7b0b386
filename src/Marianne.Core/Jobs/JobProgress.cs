namespace Marianne.Jobs;

/// <summary>The progress of a job.</summary>
/// <param name="Finished">The number of sheets that are Completed or Skipped.</param>
/// <param name="Total">The number of all sheets.</param>
public readonly record struct JobProgress(int Finished, int Total)
{
    /// <summary>The percentage of finished sheets, 0 to 100.</summary>
    public double Percent => Total == 0 ? 0 : 100.0 * Finished / Total;

    /// <inheritdoc/>
    public override string ToString() => $"{Finished}/{Total}";
}
