using Marianne.Policies;

namespace Marianne.Processes;

/// <summary>A command for the platform's shell: <c>/bin/sh</c>, on Windows <c>cmd</c>.</summary>
/// <param name="Text">The command, as somebody would type it.</param>
public sealed record ShellCommand(string Text)
{
    /// <summary>How much of the output is kept when nobody says otherwise, in characters.</summary>
    public const int DefaultOutputLimit = 50 * 1024;

    /// <summary>The folder in which it runs, a full path.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Variables beside those of this process; one without a value is taken away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>How long it may run. Default: for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>When it is given up because it writes nothing any more. Default: never.</summary>
    public StaleDetectionOptions? Stale { get; init; }

    /// <summary>What it finds on its standard input, which then ends. Default: nothing.</summary>
    public string? Input { get; init; }

    /// <summary>How much of the output is kept, in characters: the last of it.</summary>
    public int OutputLimit { get; init; } = DefaultOutputLimit;
}
