using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Marianne.Options;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Reads a score from PowerShell values: hashtables, objects, arrays and script blocks.</summary>
internal sealed class ScoreObjectReader
{
    private const string Sheets = "sheets";
    private const string Script = "script";

    private readonly ScoreLimits _limits = new();

    private ScoreObjectReader()
    {
    }

    /// <summary>Reads the keys and values of a hashtable or an object.</summary>
    /// <exception cref="ScoreSyntaxException">The value is neither, or exceeds the limits.</exception>
    public static SourceMap Read(object value) =>
        new ScoreObjectReader().ReadRoot(value) ?? throw ScoreErrors.NotAMap(value, null);

    /// <summary>Reads a score from a hashtable, an object or a score, and reports its problems.</summary>
    /// <param name="value">The hashtable, the object or the score.</param>
    /// <param name="folder">The folder from which relative paths are resolved.</param>
    public static ScoreReadResult ReadScore(object value, string folder)
    {
        try
        {
            return PowerShellValue.Unwrap(value) is Score score
                ? ScoreReadResult.Of(ScoreTree.Of(score), score.Folder ?? folder, score.File)
                : ScoreReadResult.Of(Read(value), folder);
        }
        catch (ScoreSyntaxException error)
        {
            return ScoreReadResult.Unreadable(error);
        }
    }

    /// <summary>Returns the score that a parameter specifies: a score, a hashtable or an object.</summary>
    /// <param name="value">The score, the hashtable or the object.</param>
    /// <param name="folder">The folder from which relative paths are resolved if the value has none.</param>
    /// <exception cref="MarianneException">ScoreUnreadable or ScoreInvalid: the score is not valid.</exception>
    public static Score ScoreOf(object value, string folder) => value is Score score
        ? score.Folder is null ? score.At(folder) : score
        : ReadScore(value, folder).OrThrow();

    /// <summary>Reads a sheet from a script block, the text of a command, a hashtable, or a sheet of another score.</summary>
    /// <exception cref="ScoreSyntaxException">The sheet exceeds the limits.</exception>
    public static object? ReadSheet(object? value) => PowerShellValue.Unwrap(value) switch
    {
        string command => MapOf("command", command),
        ScoreSheet sheet => ScoreTree.Of(sheet),
        _ => new ScoreObjectReader().ReadSheetItem(value),
    };

    private SourceMap? ReadRoot(object value)
    {
        if (ReadValue(value) is not SourceMap map)
            return null;

        var root = new SourceMap();
        foreach ((string key, object? item) in map)
            root.TryAdd(key, item);
        return root;
    }

    private object? ReadValue(object? value, string? key = null)
    {
        _limits.Count(null);
        return PowerShellValue.Unwrap(value) switch
        {
            null or DBNull => null,
            ScriptBlock block => TextOf(block),
            IDictionary map => ReadMap(InOrder(map)),
            PSCustomObject => ReadMap(((PSObject)value!).Properties.Select(property => (property.Name, (object?)property.Value))),
            string text => text,
            char letter => letter.ToString(),
            SwitchParameter flag => flag.IsPresent,
            FileSystemInfo item => item.FullName,
            PathInfo path => path.ProviderPath,
            Enum word => word.ToString(),
            IEnumerable items => ReadList(items, key),
            var other => other,
        };
    }

    private object? ReadSheetItem(object? item) =>
        PowerShellValue.Unwrap(item) is ScriptBlock block ? MapOf(Script, TextOf(block)) : ReadValue(item);

    private SourceMap ReadMap(IEnumerable<(string Key, object? Value)> entries)
    {
        _limits.Enter(null);
        var map = new SourceMap();
        foreach ((string key, object? value) in entries)
        {
            bool isOneSheet = key == Sheets && PowerShellValue.Unwrap(value) is ScriptBlock;
            ScoreLimits.Add(map, key, isOneSheet ? ReadList(new[] { value }, key) : ReadValue(value, key));
        }

        _limits.Leave();
        return map;
    }

    private SourceList ReadList(IEnumerable items, string? key)
    {
        _limits.Enter(null);
        var list = new SourceList();
        foreach (object? item in items)
            list.Add(key == Sheets ? ReadSheetItem(item) : ReadValue(item));
        _limits.Leave();
        return list;
    }

    // The order of a plain hashtable changes from process to process.
    private static IEnumerable<(string Key, object? Value)> InOrder(IDictionary map)
    {
        IEnumerable<(string Key, object? Value)> entries = map.Keys.Cast<object>()
            .Select(key => (Convert.ToString(key, CultureInfo.InvariantCulture)!, (object?)map[key]));
        return map is Hashtable ? entries.OrderBy(entry => entry.Key, StringComparer.Ordinal) : entries;
    }

    // The line break marks the text as a script: one line that ends in .ps1 would be read as the path of a script file.
    private static string TextOf(ScriptBlock block)
    {
        string text = block.ToString();
        return new ScoreSheet { Script = text }.HasScriptFile ? text + "\n" : text;
    }

    private static SourceMap MapOf(string key, string value)
    {
        var map = new SourceMap();
        map.TryAdd(key, value);
        return map;
    }
}
