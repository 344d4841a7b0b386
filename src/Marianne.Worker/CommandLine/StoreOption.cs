using System.CommandLine;

namespace Marianne.Worker;

/// <summary>The option <c>--store</c> of commands that use the store of <c>marianne-worker run</c>.</summary>
internal static class StoreOption
{
    /// <summary>Creates the option.</summary>
    public static Option<string?> Create() => new("--store")
    {
        Description = "The job store: an SQLite file or a folder of JSON files. Default: that of marianne-worker run.",
        HelpName = "file|folder",
    };
}
