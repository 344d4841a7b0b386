using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>Exit codes of processes, and the signals and errors that they stand for.</summary>
public static class ExitCodes
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int LastSignal = 31;

    /// <summary>A shell reports a signal as this plus the signal's number.</summary>
    private const int SignalBase = 128;

    /// <summary>Illegal instruction, trap, abort, bus error, arithmetic, segmentation fault.</summary>
    private static readonly int[] Crashes = [4, 5, 6, 7, 8, 11];

    /// <summary>
    /// Returns the signal that an exit code of a Unix shell stands for, or <c>null</c> if it is an exit code only.
    /// </summary>
    /// <param name="exitCode">The exit code.</param>
    public static int? SignalOf(int exitCode) =>
        exitCode is > SignalBase and <= SignalBase + LastSignal ? exitCode - SignalBase : null;

    /// <summary>
    /// Returns the error of a process that was killed, has crashed, or was never started. Returns <c>null</c> if the exit
    /// code and the signal do not show why the process failed.
    /// </summary>
    /// <param name="exitCode">The exit code, which is more precise than the signal: 137 means out of memory.</param>
    /// <param name="signal">The signal that ended the process.</param>
    internal static ErrorCode? Classify(int? exitCode, int? signal) => exitCode switch
    {
        null => signal is { } number ? CodeOf(number) : null,
        SignalBase + Kill => ErrorCodes.OutOfMemory, // The kernel kills a process that takes too much memory.
        126 or 127 or 9009 => ErrorCodes.NotFound, // Shells: not executable, not found; 9009 on Windows.
        _ when SignalOf(exitCode.Value) is { } number => CodeOf(number),
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
