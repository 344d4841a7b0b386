namespace Marianne.Jobs;

/// <summary>The result of an attempt. A property that is <c>null</c> leaves the value of the sheet unchanged.</summary>
public sealed record SheetResult
{
    /// <summary>A result without any values.</summary>
    public static SheetResult Empty { get; } = new();

    /// <summary>The duration of the attempt. The default is the time since its start.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The exit code of a failed attempt. A completed attempt always has 0.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The number of the signal that ended the process.</summary>
    public int? ExitSignal { get; init; }

    /// <summary>The way in which the process ended: one of <see cref="ExitReasons"/>.</summary>
    public string? ExitReason { get; init; }

    /// <summary>Indicates whether the result is valid. The default for a completed sheet is <c>true</c>.</summary>
    public bool? ValidationPassed { get; init; }

    /// <summary>The result of each validation rule.</summary>
    public IReadOnlyList<ValidationDetail>? ValidationDetails { get; init; }

    /// <summary>Data that the sheet stores with its outcome: a JSON object as text.</summary>
    public string? OutcomeData { get; init; }

    /// <summary>The confidence in the result, 0 to 1.</summary>
    public double? ConfidenceScore { get; init; }

    /// <summary>The outcome: one of <see cref="OutcomeCategories"/>.</summary>
    public string? OutcomeCategory { get; init; }
}
