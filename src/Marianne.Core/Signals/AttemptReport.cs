using Marianne.Jobs;

namespace Marianne.Signals;

/// <summary>How an attempt ended, as far as it is needed to classify its failure.</summary>
public sealed record AttemptReport
{
    /// <summary>The exit code of the process; <c>null</c> if there is none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended the process; <c>null</c> if there is none.</summary>
    public int? Signal { get; init; }

    /// <summary>Indicates whether it was stopped because it exceeded its time limit.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Indicates whether it was stopped because it no longer wrote output.</summary>
    public bool WasStale { get; init; }

    /// <summary>The end of its output.</summary>
    public string Output { get; init; } = "";

    /// <summary>The results of the validations.</summary>
    public IReadOnlyList<ValidationDetail> Validations { get; init; } = [];

    /// <summary>Indicates whether it succeeded: it exited with 0, and all validations passed.</summary>
    public bool Succeeded =>
        ExitCode == 0 && Signal is null && !TimedOut && !WasStale && Validations.All(validation => validation.Passed);
}
