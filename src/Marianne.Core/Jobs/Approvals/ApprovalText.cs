namespace Marianne.Jobs;

/// <summary>What is said about jobs that are paused until a user decides.</summary>
public static class ApprovalText
{
    private const string Waiting = "Waiting for approval: ";

    /// <summary>What a user does with sheets that wait for approval.</summary>
    public const string Advice = "Use Approve-MarianneSheet or Deny-MarianneSheet, and run the job again.";

    /// <summary>Returns the message of a job that is paused because sheets wait for approval.</summary>
    /// <param name="sheets">The labels of the sheets, and what is to be decided.</param>
    public static string PauseMessage(IReadOnlyList<(string Label, string? Message)> sheets)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        (string first, string? message) = sheets[0];
        string others = sheets.Count == 1 ? "" : $" and {sheets.Count - 1} more";
        string what = string.IsNullOrWhiteSpace(message) ? "." : $": {message}";
        return $"{Waiting}sheet {first}{others}{what}".TrimEnd();
    }

    /// <summary>Determines whether the message of a job says that it is paused because sheets wait for approval.</summary>
    /// <param name="message">The message.</param>
    public static bool IsPauseMessage(string? message) => message?.StartsWith(Waiting, StringComparison.Ordinal) == true;
}
