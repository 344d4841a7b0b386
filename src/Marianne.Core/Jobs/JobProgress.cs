namespace Marianne.Jobs;

/// <summary>How far a job has come.</summary>
/// <param name="Finished">How many sheets are Completed or Skipped.</param>
/// <param name="Total">How many sheets there are.</param>
public readonly record struct JobProgress(int Finished, int Total)
{
    /// <summary>The part that is done, 0 to 100.</summary>
    public double Percent => Total == 0 ? 0 : 100.0 * Finished / Total;

    /// <inheritdoc/>
    public override string ToString() => $"{Finished}/{Total}";
}
