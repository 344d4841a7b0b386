using Marianne.Policies;

namespace Marianne.Learning;

/// <summary>How a circuit breaker is named: whoever may fail together shares one.</summary>
public static class CircuitName
{
    /// <summary>The most characters of a name.</summary>
    public const int MaximumLength = 256;

    /// <summary>The name of the circuit breaker of a sheet.</summary>
    /// <param name="options">What the score asks; without coordination, the workspace has a circuit breaker of its own.</param>
    /// <param name="score">The name of the score, which all its commands and scripts share.</param>
    /// <param name="instrument">What a prompt is given to, as the score writes it; nothing for a command or a script.</param>
    /// <param name="workspaceHash">The hash of the job's workspace; see <see cref="LearningHash.OfWorkspace"/>.</param>
    public static string Of(CircuitBreakerOptions options, string score, string? instrument, string workspaceHash)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(score);
        ArgumentException.ThrowIfNullOrEmpty(workspaceHash);

        string name = string.IsNullOrWhiteSpace(instrument) ? $"score {score}" : instrument;
        return Fit(options.CrossWorkspaceCoordination ? name : $"{name} in {workspaceHash}");
    }

    /// <summary>A text that cannot be a name becomes one that begins like it and ends with its hash.</summary>
    private static string Fit(string text)
    {
        if (LearningValidator.IsCircuitName(text))
            return text;

        string hash = LearningHash.OfText(text);
        int room = MaximumLength - hash.Length - 1;
        string printable = string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c).Take(room));
        return $"{printable} {hash}";
    }
}
