using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marianne.Processes;

/// <summary>
/// A tag of a command that every process that it starts inherits, so that all can be found even after they left the process
/// tree: a variable in the environment, and on Linux also a number in a limit. A command within a command has the variables of
/// both, and the number of the inner one.
/// </summary>
internal sealed class ProcessTag
{
    private const string Variable = "MARIANNE_COMMANDS";

    private readonly string _text = Guid.NewGuid().ToString("N");
    private readonly string _number = Random();

    /// <summary>
    /// The beginning of a command for <c>/bin/sh</c> that adds the number before anything else can start. It sets the number of
    /// file locks, a limit that no kernel since Linux 2.4 applies, but that every process inherits, also with another session
    /// and without any variables and descriptors. Shells disagree about the letter of the option.
    /// </summary>
    /// <remarks>It has no line break, so that the line numbers in the shell's messages remain right.</remarks>
    public string Prefix => OperatingSystem.IsLinux()
        ? $"{{ ulimit -S -w {_number}||ulimit -S -x {_number}||:;}} 2>/dev/null;"
        : "";

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
    private static string Random()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return ((BitConverter.ToUInt64(bytes) >> 2) | (1UL << 61)).ToString(CultureInfo.InvariantCulture);
    }
}
