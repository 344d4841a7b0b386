namespace Marianne.Validations;

/// <summary>The result of checking a validation rule once.</summary>
/// <param name="Category">The category of the failure, or <c>null</c> if the check passed.</param>
/// <param name="Actual">The actual value.</param>
/// <param name="Expected">The expected value.</param>
internal sealed record CheckResult(string? Category, string? Actual = null, string? Expected = null)
{
    /// <summary>The file does not exist.</summary>
    public const string Missing = "missing";

    /// <summary>The file does not match the pattern.</summary>
    public const string Malformed = "malformed";

    /// <summary>The file does not contain the text.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>The file was not written by the sheet.</summary>
    public const string Stale = "stale";

    /// <summary>The command failed, or the check could not be made.</summary>
    public const string Error = "error";

    /// <summary>The rule was not checked because a rule of an earlier stage failed.</summary>
    public const string Skipped = "skipped";

    /// <summary>Indicates whether the check passed.</summary>
    public bool Passed => Category is null;

    /// <summary>The failure as a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>The failure in a few words.</summary>
    public string? Reason { get; init; }

    /// <summary>The suggested fix.</summary>
    public string? Fix { get; init; }

    /// <summary>The type of the exception that the check threw.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Creates the result of a check that could not be made.</summary>
    /// <param name="message">The failure as a sentence.</param>
    /// <param name="reason">The failure in a few words.</param>
    /// <param name="error">The type of the exception.</param>
    public static CheckResult NotChecked(string message, string reason, Type? error = null) =>
        new(Error) { Message = message, Reason = reason, ErrorType = error?.Name };

    /// <summary>Creates the result of a check that took too long.</summary>
    /// <param name="what">What took too long, as the beginning of a sentence.</param>
    /// <param name="timeout">The timeout.</param>
    /// <param name="error">The type of the exception.</param>
    public static CheckResult TimedOut(string what, TimeSpan timeout, Type error) =>
        NotChecked(
            FormattableString.Invariant($"{what} took longer than {timeout.TotalSeconds:0.###} s."), "took too long", error) with
        {
            Fix = "Raise timeout_seconds of the rule, or make the check faster.",
        };
}
