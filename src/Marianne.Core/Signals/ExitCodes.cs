using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>Classifies a failed attempt by the end of its process.</summary>
internal static class ExitCodes
{
    private const int Interrupt = 2;
    private const int Kill = 9;

    /// <summary>A shell reports a signal as an exit code: this number plus the signal's number.</summary>
    private const int SignalBase = 128;

    /// <summary>Illegal instruction, trap, abort, bus error, arithmetic, segmentation fault.</summary>
    private static readonly int[] Crashes = [4, 5, 6, 7, 8, 11];

    /// <summary>
    /// Returns the error code of a process that was killed, crashed or could not be started, or <c>null</c> for any other.
    /// </summary>
    /// <param name="exitCode">The exit code; <c>null</c> if there is none.</param>
    /// <param name="signal">The signal that ended the process; <c>null</c> if there is none.</param>
    public static ErrorCode? Classify(int? exitCode, int? signal) => exitCode switch
    {
        _ when signal is { } number => CodeOf(number),
        SignalBase + Kill => ErrorCodes.OutOfMemory, // The kernel kills a process that uses too much memory.
        > SignalBase and <= SignalBase + 31 => CodeOf(exitCode.Value - SignalBase),
        126 or 127 or 9009 => ErrorCodes.NotFound, // Shells: not executable, not found; 9009 on Windows.
        null => null,
        _ => unchecked((uint)exitCode.Value) switch
        {
            0xC000013A => ErrorCodes.Interrupted, // Windows: Ctrl+C,
            0xC0000017 or 0xC000012D => ErrorCodes.OutOfMemory, // out of memory, commit limit,
            0xC0000005 or 0xC00000FD or 0xC0000374 or 0xC0000409 => ErrorCodes.Crashed, // access, stack, heap, overrun.
            _ => null,
        },
    };

    private static ErrorCode CodeOf(int signal) =>
        signal == Interrupt ? ErrorCodes.Interrupted
        : Crashes.Contains(signal) ? ErrorCodes.Crashed
        : ErrorCodes.Killed;
}
