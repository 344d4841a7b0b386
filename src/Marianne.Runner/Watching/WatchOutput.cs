namespace Marianne.Watching;

/// <summary>The end of the output of an attempt.</summary>
/// <param name="Attempt">The number of the attempt; 0 if there is none.</param>
/// <param name="IsRunning">Indicates whether the attempt still runs, on this machine.</param>
/// <param name="Lines">The lines.</param>
internal sealed record WatchOutput(int Attempt, bool IsRunning, IReadOnlyList<string> Lines)
{
    /// <summary>There is no output.</summary>
    public static WatchOutput None { get; } = new(0, IsRunning: false, []);
}
