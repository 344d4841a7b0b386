using System.Collections;
using Marianne.Options;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Creates a score from the parameters of a cmdlet.</summary>
internal sealed record ScoreParameters
{
    /// <summary>The name of the score's jobs.</summary>
    public string? Name { get; init; }

    /// <summary>The description.</summary>
    public string? Description { get; init; }

    /// <summary>The folder in which the sheets work. The default is the folder of the score.</summary>
    public string? Workspace { get; init; }

    /// <summary>The command that prompts are given to.</summary>
    public string? Instrument { get; init; }

    /// <summary>The sheets: script blocks, commands, hashtables, sheets of other scores.</summary>
    public object[]? Sheets { get; init; }

    /// <summary>The names of environment variables whose values are redacted.</summary>
    public string[]? Secrets { get; init; }

    /// <summary>Additional keys of the score.</summary>
    public IDictionary? Option { get; init; }

    /// <summary>Returns the keys and values of the score.</summary>
    /// <exception cref="MarianneException">ScoreUnreadable: a value cannot be part of a score.</exception>
    public SourceMap ToTree()
    {
        try
        {
            var tree = new SourceMap();
            Add(tree, "name", Name);
            Add(tree, "description", Description);
            Add(tree, "workspace", Workspace);
            Add(tree, "instrument", Instrument);
            Add(tree, "sheets", ListOf(Sheets?.Select(ScoreObjectReader.ReadSheet)));
            Add(tree, "secrets", ListOf(Secrets));
            foreach ((string key, object? value) in ScoreObjectReader.Read(Option ?? new Hashtable()))
                ScoreLimits.Add(tree, key, value);
            return tree;
        }
        catch (ScoreSyntaxException error)
        {
            throw ScoreReadResult.Unreadable(error).Failure!;
        }
    }

    /// <summary>Returns the score.</summary>
    /// <param name="folder">The folder from which relative paths are resolved.</param>
    /// <exception cref="MarianneException">ScoreUnreadable or ScoreInvalid: the score is not valid.</exception>
    public Score ToScore(string folder) => ScoreReadResult.Of(ToTree(), folder).OrThrow();

    private static void Add(SourceMap tree, string key, object? value)
    {
        if (value is not null)
            tree.TryAdd(key, value);
    }

    private static SourceList? ListOf(IEnumerable<object?>? items)
    {
        if (items is null)
            return null;

        var list = new SourceList();
        foreach (object? item in items)
            list.Add(item);
        return list;
    }
}
