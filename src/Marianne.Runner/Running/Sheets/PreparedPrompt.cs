using Marianne.Errors;
using Marianne.Executors;
using Marianne.Policies;
using Marianne.Scores;
using Marianne.Secrets;

namespace Marianne.Running;

/// <summary>The prompt of a sheet after the checks that precede an attempt.</summary>
internal sealed record PreparedPrompt
{
    /// <summary>The prompt for the instrument, or <c>null</c> if the sheet has none or it cannot be used.</summary>
    public string? Text { get; private init; }

    /// <summary>The warnings about the prompt.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>The error because of which the sheet must not start, or <c>null</c> if it may start.</summary>
    public ErrorCode? Error { get; private init; }

    /// <summary>The error message, or <c>null</c> if there is no error.</summary>
    public string? Message { get; private init; }

    /// <summary>Reads and checks the prompt of a sheet.</summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="failedValidations">The failed validations that the attempt is to complete; can be empty.</param>
    /// <param name="redactor">Redacts the texts that warnings quote.</param>
    /// <param name="denial">What is to be changed according to a user; <c>null</c> if nothing.</param>
    public static PreparedPrompt Of(
        Score score, int number, IReadOnlyList<string> failedValidations, SecretRedactor redactor, string? denial = null)
    {
        try
        {
            return PromptSource.Of(score, number, failedValidations, denial) is { } text
                ? Check(score, text, redactor)
                : new PreparedPrompt();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new PreparedPrompt { Error = ErrorCodes.PreflightPath, Message = error.Message };
        }
        catch (MarianneException error)
        {
            return new PreparedPrompt { Error = ErrorCodes.ScoreInvalid, Message = error.Message };
        }
    }

    private static PreparedPrompt Check(Score score, string text, SecretRedactor redactor)
    {
        // A warning can quote a part of a secret that looks like a path, so the text is redacted first.
        PreflightResult result = PreflightPolicy.Check(score.Preflight, redactor.Redact(text), Exists);
        return new PreparedPrompt
        {
            Text = text,
            Warnings = result.Warnings,
            Error = result.Code,
            Message = result.Error,
        };

        bool Exists(string path) =>
            path.Contains(SecretRedactor.Mask, StringComparison.Ordinal)
            || Path.Exists(Path.GetFullPath(path, score.WorkspacePath)) || Path.Exists(score.FullPath(path));
    }
}
