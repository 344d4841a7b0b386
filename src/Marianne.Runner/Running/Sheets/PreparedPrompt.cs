using Marianne.Errors;
using Marianne.Executors;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>The prompt of a sheet, looked at before it costs anything.</summary>
internal sealed record PreparedPrompt
{
    /// <summary>The prompt as the instrument gets it; nothing when the sheet has none, or it is unfit.</summary>
    public string? Text { get; private init; }

    /// <summary>What may be wrong with it.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>Why the sheet must not start; nothing when it may.</summary>
    public ErrorCode? Error { get; private init; }

    /// <summary>The same in words.</summary>
    public string? Message { get; private init; }

    /// <summary>The prompt of a sheet.</summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="failed">What is to be completed; empty when nothing is.</param>
    public static PreparedPrompt Of(Score score, int number, IReadOnlyList<string> failed)
    {
        try
        {
            return PromptSource.Of(score, number, failed) is { } text ? Check(score, text) : new PreparedPrompt();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new PreparedPrompt { Error = ErrorCodes.PreflightPath, Message = error.Message };
        }
    }

    private static PreparedPrompt Check(Score score, string text)
    {
        PreflightResult verdict = PreflightPolicy.Check(score.Preflight, text, Exists);
        return new PreparedPrompt
        {
            Text = text,
            Warnings = verdict.Warnings,
            Error = verdict.Code,
            Message = verdict.Error,
        };

        bool Exists(string path) =>
            Path.Exists(Path.GetFullPath(path, score.WorkspacePath)) || Path.Exists(score.FullPath(path));
    }
}
