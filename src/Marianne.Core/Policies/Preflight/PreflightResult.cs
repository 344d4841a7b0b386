using Marianne.Errors;

namespace Marianne.Policies;

/// <summary>What is known of a prompt before it is given to anybody.</summary>
/// <param name="Tokens">About how many tokens it has.</param>
/// <param name="Warnings">What may be wrong with it.</param>
/// <param name="Error">Why its sheet must not start; nothing when it may.</param>
public sealed record PreflightResult(int Tokens, IReadOnlyList<string> Warnings, string? Error)
{
    /// <summary>The kind of failure of a sheet that must not start.</summary>
    public ErrorCode? Code => Error is null ? null : ErrorCodes.PromptTooLarge;
}
