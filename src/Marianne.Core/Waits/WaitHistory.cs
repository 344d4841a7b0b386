namespace Marianne.Waits;

/// <summary>The attempts after an error that are known, of this job and of all others.</summary>
/// <param name="Rows">The attempts, newest first. Only the first <see cref="MaximumRows"/> are used.</param>
public sealed record WaitHistory(IReadOnlyList<WaitRow> Rows)
{
    /// <summary>The maximum number of attempts from which a wait is estimated.</summary>
    public const int MaximumRows = 200;

    /// <summary>
    /// The most recent successful attempts, for an estimator that uses only these. The default is none.
    /// </summary>
    public WaitSamples Successes { get; init; } = WaitSamples.None;

    /// <summary>No attempts.</summary>
    public static WaitHistory Empty { get; } = new([]);
}
