using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>What the way a process ended says.</summary>
internal static class ExitCodes
{
    private const int Interrupt = 2;
    private const int Kill = 9;

    /// <summary>A shell tells of a signal by an exit code of this and the signal's number.</summary>
    private const int SignalBase = 128;

    /// <summary>Illegal instruction, trap, abort, bus error, arithmetic, segmentation fault.</summary>
    private static readonly int[] Crashes = [4, 5, 6, 7, 8, 11];

    /// <summary>The code of a process that did not end by itself or never began; nothing for any other.</summary>
    public static ErrorCode? Classify(int? exitCode, int? signal) => exitCode switch
    {
        _ when signal is { } number => OfSignal(number),
        SignalBase + Kill => ErrorCodes.OutOfMemory, // The kernel's way with who takes too much memory.
        > SignalBase and <= SignalBase + 31 => OfSignal(exitCode.Value - SignalBase),
        126 or 127 or 9009 => ErrorCodes.NotFound, // Shells: not to be run, not found; the latter on Windows.
        null => null,
        _ => unchecked((uint)exitCode.Value) switch
        {
            0xC000013A => ErrorCodes.Interrupted, // Windows: Ctrl+C,
            0xC0000017 or 0xC000012D => ErrorCodes.OutOfMemory, // no memory, commit limit,
            0xC0000005 or 0xC00000FD or 0xC0000374 or 0xC0000409 => ErrorCodes.Crashed, // access, stack, heap, overrun.
            _ => null,
        },
    };

    private static ErrorCode OfSignal(int signal) =>
        signal == Interrupt ? ErrorCodes.Interrupted
        : Crashes.Contains(signal) ? ErrorCodes.Crashed
        : ErrorCodes.Killed;
}
