using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>The result of a command, or of a script that is run like one.</summary>
public sealed record CommandResult
{
    /// <summary>The exit code, also of a command that was ended; <c>null</c> if it never ran or could not be ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>
    /// The signal that ended the command; always <c>null</c> on Windows. A shell reports a signal as the exit code 128 plus
    /// the signal's number, which <see cref="ExitCode"/> still contains. A command that exits with such a code by itself
    /// cannot be distinguished from one that was killed.
    /// </summary>
    public int? Signal { get; init; }

    /// <summary>Indicates whether the command was ended because it ran longer than its timeout.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Indicates whether the command was ended because it stopped writing output.</summary>
    public bool WasStale { get; init; }

    /// <summary>Indicates whether the command was cancelled, while it ran or before it started.</summary>
    public bool WasStopped { get; init; }

    /// <summary>The last part of its standard output and standard error, in the order in which they were written.</summary>
    public string Output { get; init; } = "";

    /// <summary>The length of the whole output in characters.</summary>
    public long OutputLength { get; init; }

    /// <summary>Indicates whether the command wrote more output than was kept.</summary>
    public bool IsTruncated => OutputLength > Output.Length;

    /// <summary>The time that the command ran.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The reason why the command could not be started and what to do, or <c>null</c> if it was started.</summary>
    public string? StartError { get; init; }

    /// <summary>The kind of <see cref="StartError"/>, or <c>null</c> if the command was started or the kind is not known.</summary>
    public ErrorCode? StartErrorCode { get; init; }

    /// <summary>
    /// The processes of a command that was ended which could not be ended, each with its id and its program. It is empty if
    /// there are none, or if the command ended by itself.
    /// </summary>
    public IReadOnlyList<string> Survivors { get; init; } = [];

    /// <summary>Indicates whether the command ended by itself with exit code 0.</summary>
    public bool Succeeded => ExitCode == 0 && !TimedOut && !WasStale && !WasStopped;
}
