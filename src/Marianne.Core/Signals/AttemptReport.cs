using Marianne.Jobs;

namespace Marianne.Signals;

/// <summary>How an attempt of a sheet ended, as far as it tells why it failed.</summary>
public sealed record AttemptReport
{
    /// <summary>The exit code of its process; nothing when it has none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended its process.</summary>
    public int? Signal { get; init; }

    /// <summary>Whether it was ended because it ran longer than its timeout.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Whether it was ended because it wrote nothing any more.</summary>
    public bool WasStale { get; init; }

    /// <summary>The last that it wrote.</summary>
    public string Output { get; init; } = "";

    /// <summary>The result of each validation.</summary>
    public IReadOnlyList<ValidationDetail> Validations { get; init; } = [];

    /// <summary>Whether it did what it was to do.</summary>
    public bool Succeeded =>
        ExitCode == 0 && Signal is null && !TimedOut && !WasStale && Validations.All(validation => validation.Passed);
}
