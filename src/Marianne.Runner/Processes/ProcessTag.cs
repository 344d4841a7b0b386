using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marianne.Processes;

/// <summary>
/// A tag of a command that every process that it starts inherits, so that all can be found even after they left the process
/// tree: a variable in the environment, and on Linux also a number in a limit. A command within a command has the variables of
/// both, and the number of the inner one.
/// </summary>
/// <param name="run">
/// The run that starts the command, or <c>null</c> if it is not known. A part of the number is its hash, so that a later run finds
/// the command also without its environment.
/// </param>
internal sealed class ProcessTag(RunMark? run = null)
{
    private const string Variable = "MARIANNE_COMMANDS";
    private const string LimitName = "Max file locks";

    /// <summary>The bits of the number: one that makes it long, those of the run, and random ones.</summary>
    private const int LongBit = 61;
    private const int RandomBits = 30;

    private readonly string _text = Guid.NewGuid().ToString("N");
    private readonly string _number = NumberOf(run).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The beginning of a command for <c>/bin/sh</c> that adds the number before anything else can start. It sets the number of
    /// file locks, a limit that no kernel since Linux 2.4 applies, but that every process inherits, also with another session
    /// and without any variables and descriptors. Shells disagree about the letter of the option.
    /// </summary>
    /// <remarks>It has no line break, so that the line numbers in the shell's messages remain right.</remarks>
    public string Prefix => OperatingSystem.IsLinux()
        ? $"{{ ulimit -S -w {_number}||ulimit -S -x {_number}||:;}} 2>/dev/null;"
        : "";

    /// <summary>Returns the part of the numbers that the commands of a run have in common.</summary>
    /// <param name="run">The run.</param>
    public static ulong PartOf(RunMark run) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(run.ToString()))) >> (64 - LongBit + RandomBits);

    /// <summary>Returns the part of the number in the limits of a process that shows its run, or <c>null</c> if there is no number.</summary>
    /// <param name="limits">The limits as the kernel shows them.</param>
    public static ulong? PartIn(ReadOnlySpan<byte> limits)
    {
        int start = limits.IndexOf(Encoding.ASCII.GetBytes(LimitName));
        if (start < 0)
            return null;

        ReadOnlySpan<byte> value = limits[(start + LimitName.Length)..].TrimStart((byte)' ');
        int end = value.IndexOf((byte)' ');
        return end > 0
            && ulong.TryParse(value[..end], NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            && number >> LongBit == 1
            ? (number ^ (1UL << LongBit)) >> RandomBits
            : null;
    }

    /// <summary>Adds the variable to an environment.</summary>
    /// <param name="environment">The environment.</param>
    public void AddTo(IDictionary<string, string> environment) =>
        environment[Variable] = environment.TryGetValue(Variable, out string? outer) && outer.Length > 0
            ? $"{outer},{_text}"
            : _text;

    /// <summary>Determines whether an environment contains the variable.</summary>
    /// <param name="environment">The environment as the kernel stores it.</param>
    public bool IsIn(ReadOnlySpan<byte> environment) => environment.IndexOf(Encoding.ASCII.GetBytes(_text)) >= 0;

    /// <summary>Determines whether the limits of a process contain the number.</summary>
    /// <param name="limits">The limits as the kernel shows them.</param>
    public bool IsInLimits(ReadOnlySpan<byte> limits) => limits.IndexOf(Encoding.ASCII.GetBytes(_number)) >= 0;

    /// <summary>Returns a number with many digits that is less than the greatest limit.</summary>
    private static ulong NumberOf(RunMark? run)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        ulong random = BinaryPrimitives.ReadUInt64LittleEndian(bytes) & ((1UL << LongBit) - 1);
        return (1UL << LongBit) | (run is null ? random : (PartOf(run) << RandomBits) | (random & ((1UL << RandomBits) - 1)));
    }
}
