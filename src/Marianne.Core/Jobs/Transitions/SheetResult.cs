namespace Marianne.Jobs;

/// <summary>What was measured of an attempt. What is not given keeps the value that the sheet has.</summary>
public sealed record SheetResult
{
    /// <summary>A result of which nothing was measured.</summary>
    public static SheetResult Empty { get; } = new();

    /// <summary>How long it took. Default: the time since it was started.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The exit code of a failed attempt; a completed one has 0.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended its process.</summary>
    public int? ExitSignal { get; init; }

    /// <summary>How its process ended: one of <see cref="ExitReasons"/>.</summary>
    public string? ExitReason { get; init; }

    /// <summary>Whether its result was valid. Default of a completed sheet: true.</summary>
    public bool? ValidationPassed { get; init; }

    /// <summary>The result of each validation rule.</summary>
    public IReadOnlyList<ValidationDetail>? ValidationDetails { get; init; }

    /// <summary>What the sheet wants remembered: a JSON object, as text.</summary>
    public string? OutcomeData { get; init; }

    /// <summary>How sure the result is, 0 to 1.</summary>
    public double? ConfidenceScore { get; init; }

    /// <summary>What came of it: one of <see cref="OutcomeCategories"/>.</summary>
    public string? OutcomeCategory { get; init; }
}
