using System.Buffers;
using Marianne.Collections;
using Marianne.Errors;

namespace Marianne.Instruments;

/// <summary>An instrument, and whether its program is installed.</summary>
public sealed record Instrument
{
    private static readonly SearchValues<char> ShellCharacters = SearchValues.Create("\"'$`;&|<>(){}*?=");

    /// <summary>The name of the instrument.</summary>
    public required string Name { get; init; }

    /// <summary>The command with its placeholders; <c>null</c> for <c>shell</c>, whose command a score specifies.</summary>
    public string? Command { get; init; }

    /// <summary>The model, or <c>null</c> if the agent chooses it.</summary>
    public string? Model { get; init; }

    /// <summary>The full path of the program, or <c>null</c> if it is not installed.</summary>
    public string? Path { get; init; }

    /// <summary>The version of the program, or <c>null</c> if its files do not show it.</summary>
    public string? Version { get; init; }

    /// <summary>The kinds of results that can be read in its output.</summary>
    public IReadOnlyList<ReadingKind> Kinds { get; init => field = ReadOnlyItems<ReadingKind>.Of(value); } =
        ReadOnlyItems<ReadingKind>.Empty;

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    /// <summary>Finds the program of an instrument. Nothing is run.</summary>
    /// <param name="catalog">The instruments.</param>
    /// <param name="name">The name of the instrument.</param>
    /// <param name="folder">The full path of the folder that relative paths begin at.</param>
    public static Instrument Of(InstrumentCatalog catalog, string name, string folder)
    {
        ArgumentNullException.ThrowIfNull(catalog);

        InstrumentOptions? options = catalog.Find(name)?.Options;
        string? path = options?.Command is { } command && ProgramOf(command) is { } program ? ProgramFinder.Find(program, folder) : null;
        return new Instrument
        {
            Name = name,
            Command = options?.Command?.ToString(),
            Model = options?.Model,
            Path = path,
            Version = path is null ? null : ProgramVersion.Find(path),
            Kinds = [.. Enum.GetValues<ReadingKind>().Where(kind => kind != ReadingKind.None)],
        };
    }

    /// <summary>Returns the program of a command, or <c>null</c> if a line for the shell does not begin with one.</summary>
    /// <param name="command">The command.</param>
    internal static string? ProgramOf(Options.CommandLine command)
    {
        if (command.Text is not { } text)
            return command.Arguments[0];
        string word = text.TrimStart().Split([' ', '\t', '\n'], 2)[0];
        return word.AsSpan().IndexOfAny(ShellCharacters) < 0 && word.Length > 0 ? word : null;
    }
}
