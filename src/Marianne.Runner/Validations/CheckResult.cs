namespace Marianne.Validations;

/// <summary>What one check found.</summary>
/// <param name="Category">The kind of failure; nothing when there is none.</param>
/// <param name="Actual">What is there.</param>
/// <param name="Expected">What should be.</param>
internal sealed record CheckResult(string? Category, string? Actual = null, string? Expected = null)
{
    public const string Missing = "missing";
    public const string Malformed = "malformed";
    public const string Incomplete = "incomplete";
    public const string Stale = "stale";
    public const string Error = "error";
    public const string Skipped = "skipped";

    /// <summary>Whether there is no failure.</summary>
    public bool Passed => Category is null;

    /// <summary>What is wrong, in a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>What is wrong, in a few words.</summary>
    public string? Reason { get; init; }

    /// <summary>What would mend it.</summary>
    public string? Fix { get; init; }

    /// <summary>The type of the error that the check itself met.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The check could not be made.</summary>
    public static CheckResult NotMade(string message, string reason, Type? error = null) =>
        new(Error) { Message = message, Reason = reason, ErrorType = error?.Name };

    /// <summary>The check took too long.</summary>
    public static CheckResult TookTooLong(string what, TimeSpan limit, Type error) =>
        NotMade(
            FormattableString.Invariant($"{what} took longer than {limit.TotalSeconds:0.###} s."), "took too long", error) with
        {
            Fix = "Raise timeout_seconds of the rule, or make the check quicker.",
        };
}
