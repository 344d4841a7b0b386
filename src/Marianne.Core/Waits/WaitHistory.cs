namespace Marianne.Waits;

/// <summary>The attempts after an error that are known, of this job and of all others.</summary>
/// <param name="Rows">The attempts, newest first. Only the first <see cref="MaximumRows"/> are used.</param>
public sealed record WaitHistory(IReadOnlyList<WaitRow> Rows)
{
    /// <summary>The maximum number of attempts from which a wait is estimated.</summary>
    public const int MaximumRows = 200;

    /// <summary>No attempts.</summary>
    public static WaitHistory Empty { get; } = new([]);
}
