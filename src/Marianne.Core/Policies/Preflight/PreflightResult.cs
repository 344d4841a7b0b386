using Marianne.Errors;

namespace Marianne.Policies;

/// <summary>The result of checking a prompt before it is sent.</summary>
/// <param name="Tokens">The estimated number of tokens of the prompt.</param>
/// <param name="Warnings">The warnings; empty if there are none.</param>
/// <param name="Error">The reason why the sheet must not start; <c>null</c> if it may start.</param>
public sealed record PreflightResult(int Tokens, IReadOnlyList<string> Warnings, string? Error)
{
    /// <summary>The error code of a sheet that must not start; <c>null</c> if it may start.</summary>
    public ErrorCode? Code => Error is null ? null : ErrorCodes.PromptTooLarge;
}
