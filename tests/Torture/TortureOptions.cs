using System.Globalization;

namespace Marianne.Torture;

/// <summary>The options of a torture run.</summary>
internal sealed record TortureOptions
{
    /// <summary>The seed of all random choices. The default is a new one.</summary>
    public int Seed { get; private init; } = Random.Shared.Next();

    /// <summary>The time for which rounds are started. The default is none: every scenario runs once.</summary>
    public TimeSpan Duration { get; private init; }

    /// <summary>Indicates whether scenarios run again and again.</summary>
    public bool IsLong => Duration > TimeSpan.Zero;

    /// <summary>The folder of PowerShell.</summary>
    public string PowerShell { get; private init; } = "";

    /// <summary>The file for the result in the format CTRF; <c>null</c> writes none.</summary>
    public string? ResultFile { get; private init; }

    /// <summary>The beginning of the names of the scenarios to run. The default is all of them.</summary>
    public string Scenario { get; private init; } = "";

    /// <summary>The kind of store in the names of the scenarios to run, such as <c>(SQLite)</c>. The default is all of them.</summary>
    public string Store { get; private init; } = "";

    /// <summary>Reads the options from a command line.</summary>
    /// <exception cref="ArgumentException">An option is not known, or it has no value.</exception>
    public static TortureOptions Parse(string[] args)
    {
        var options = new TortureOptions();
        foreach (string[] pair in args.Chunk(2))
        {
            options = pair switch
            {
                ["--seed", var seed] => options with { Seed = int.Parse(seed, CultureInfo.InvariantCulture) },
                ["--minutes", var minutes] => options with
                {
                    Duration = TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)),
                },
                ["--scenario", var name] => options with { Scenario = name },
                ["--store", var kind] => options with { Store = $"({kind})" },
                ["--pwsh", var folder] => options with { PowerShell = folder },
                ["--result", var file] => options with { ResultFile = file },
                _ => throw new ArgumentException($"'{string.Join(' ', pair)}' is not an option with a value.", nameof(args)),
            };
        }

        return options;
    }
}
