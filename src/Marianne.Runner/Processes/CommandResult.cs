namespace Marianne.Processes;

/// <summary>How a command ended.</summary>
public sealed record CommandResult
{
    /// <summary>Its exit code, also when it was ended; nothing when it never ran, or could not be ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>
    /// The signal that ended it; nothing on Windows. A shell tells of one by an exit code of 128 and its number, which
    /// <see cref="ExitCode"/> still is; one that ends with such a code itself cannot be told from one that was killed.
    /// </summary>
    public int? Signal { get; init; }

    /// <summary>Whether it was ended because it ran longer than its timeout.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Whether it was ended because it wrote nothing any more.</summary>
    public bool WasStale { get; init; }

    /// <summary>Whether it was ended because somebody asked for it; or not begun for the same reason.</summary>
    public bool WasStopped { get; init; }

    /// <summary>The last that it wrote, to standard output and standard error, in the order in which it came.</summary>
    public string Output { get; init; } = "";

    /// <summary>How much it wrote, in characters, kept or not.</summary>
    public long OutputLength { get; init; }

    /// <summary>Whether it wrote more than was kept.</summary>
    public bool IsTruncated => OutputLength > Output.Length;

    /// <summary>How long it ran.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Why it could not be started, and what to do; nothing when it was.</summary>
    public string? StartError { get; init; }

    /// <summary>Whether it ended by itself, with the exit code 0.</summary>
    public bool Succeeded => ExitCode == 0 && !TimedOut && !WasStale && !WasStopped;
}
