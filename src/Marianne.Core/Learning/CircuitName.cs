using Marianne.Policies;

namespace Marianne.Learning;

/// <summary>Names circuit breakers. Sheets that may fail for a common cause share one.</summary>
public static class CircuitName
{
    /// <summary>The maximum length of a name in characters.</summary>
    public const int MaximumLength = 256;

    /// <summary>Returns the name of the circuit breaker of a sheet.</summary>
    /// <param name="options">
    /// The options of the score. Without coordination, each workspace has circuit breakers of its own.
    /// </param>
    /// <param name="score">The name of the score, whose commands and scripts share a circuit breaker.</param>
    /// <param name="instrument">
    /// The instrument of a prompt as written in the score; <c>null</c> for a command or a script.
    /// </param>
    /// <param name="workspaceHash">The hash of the job's workspace: see <see cref="LearningHash.OfWorkspace"/>.</param>
    public static string Of(CircuitBreakerOptions options, string score, string? instrument, string workspaceHash)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(score);
        ArgumentException.ThrowIfNullOrEmpty(workspaceHash);

        string name = string.IsNullOrWhiteSpace(instrument) ? $"score {score}" : instrument;
        return ToValidName(options.CrossWorkspaceCoordination ? name : $"{name} in {workspaceHash}");
    }

    /// <summary>Returns a text as a valid name: if it is invalid, its printable beginning and its hash.</summary>
    private static string ToValidName(string text)
    {
        if (LearningValidator.IsCircuitName(text))
            return text;

        string hash = LearningHash.OfText(text);
        int room = MaximumLength - hash.Length - 1;
        string printable = string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c).Take(room));
        return $"{printable} {hash}";
    }
}
