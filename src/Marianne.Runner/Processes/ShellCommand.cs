using Marianne.Policies;

namespace Marianne.Processes;

/// <summary>
/// A command for the platform's shell: <c>/bin/sh</c>, on Windows <c>cmd</c>; or a program with arguments that need no quotes.
/// </summary>
/// <param name="Text">The command as it is typed in the shell.</param>
public sealed record ShellCommand(string Text)
{
    /// <summary>The default of <see cref="OutputLimit"/> in characters.</summary>
    public const int DefaultOutputLimit = 50 * 1024;

    /// <summary>
    /// The program and its arguments, which no shell reads. The text is then only shown. The default is <c>null</c>: the shell runs
    /// the text.
    /// </summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>The full path of the folder in which the command runs.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>
    /// Environment variables in addition to those of this process. A variable with the value <c>null</c> is removed.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The longest time that the command may run. The default is <c>null</c>, which means no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Specifies when a command that writes nothing is ended. The default is <c>null</c>, which means never.</summary>
    public StaleDetectionOptions? Stale { get; init; }

    /// <summary>The whole standard input of the command. The default is <c>null</c>, which means no input.</summary>
    public string? Input { get; init; }

    /// <summary>The number of characters of the output to keep. The last part is kept.</summary>
    public int OutputLimit { get; init; } = DefaultOutputLimit;
}
