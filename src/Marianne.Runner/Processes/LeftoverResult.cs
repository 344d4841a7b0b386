using Marianne.Jobs;

namespace Marianne.Processes;

/// <summary>The result of ending the commands that dead runs had left running.</summary>
/// <param name="Runners">The processes of the dead runs.</param>
/// <param name="Ended">The processes that were ended: their ids and names.</param>
/// <param name="Survivors">The processes that could not be ended, such as those of another user.</param>
/// <param name="IsWithin">
/// Indicates whether nothing was ended because such a command started this process. What else bears its mark may be in use.
/// </param>
public sealed record LeftoverResult(
    IReadOnlyList<RunnerProcess> Runners, IReadOnlyList<string> Ended, IReadOnlyList<string> Survivors, bool IsWithin = false)
{
    /// <summary>Nothing was left running.</summary>
    public static LeftoverResult None { get; } = new([], [], []);
}
