using System.Globalization;
using System.Text.Json;
using Marianne.Jobs;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>
/// A score as a job stores it: its JSON, with the hashes of the files of its sheets, and a hash that is equal for equal scores.
/// </summary>
/// <remarks>
/// Neither depends on the score's folder or file. Create the snapshot once and keep it: that serializes the score.
/// </remarks>
public sealed record ScoreSnapshot
{
    /// <summary>The key with the hashes of files, by the numbers of the sheets. It is not a key of scores.</summary>
    internal const string FilesKey = "marianne_files";

    /// <summary>The key with the numbers of the sheets by position, if they are not their positions. It is not a key of scores.</summary>
    internal const string OrderKey = SheetNames.OrderKey;

    /// <summary>The key with the numbers of the sheets of a score whose first sheet runs once for each item. It is not a key of scores.</summary>
    internal const string ForEachKey = SheetNames.ForEachKey;

    /// <summary>The key with the values of parameters. It is not a key of scores.</summary>
    internal const string ParametersKey = "marianne_parameters";

    private ScoreSnapshot(string json, string hash)
    {
        Json = json;
        Hash = hash;
    }

    /// <summary>The compact JSON text that <see cref="ScoreJson.Of"/> returns, with the hashes of files.</summary>
    public string Json { get; }

    /// <summary>The <see cref="ConfigHash"/> of the JSON; the order of its keys does not matter.</summary>
    public string Hash { get; }

    /// <summary>Creates the snapshot of a score.</summary>
    /// <param name="score">The score.</param>
    /// <param name="files">
    /// The hashes of the files of scripts and prompts, by the numbers of their sheets. The default is none.
    /// </param>
    public static ScoreSnapshot Of(Score score, IReadOnlyDictionary<int, string>? files = null)
    {
        ArgumentNullException.ThrowIfNull(score);

        SourceMap tree = ScoreTree.Of(score);
        if (!score.Order.IsWritten)
            tree.TryAdd(OrderKey, ScoreTree.ListOf(score.Order.Numbers));
        if (score.ForEachNumbers is { } numbers)
            tree.TryAdd(ForEachKey, ScoreTree.ListOf(numbers));
        if (score.Values.Stored.Count > 0)
            tree.TryAdd(ParametersKey, score.Values.ToKept());
        if (files is { Count: > 0 })
        {
            var hashes = new SourceMap();
            foreach ((int number, string hash) in files)
                hashes.TryAdd(number.ToString(CultureInfo.InvariantCulture), hash);
            tree.TryAdd(FilesKey, hashes);
        }

        return new ScoreSnapshot(ScoreJson.TextOf(tree), ConfigHash.OfOrdered(ScoreJson.OrderedBytesOf(tree)));
    }

    /// <summary>Returns the numbers of the sheets in a snapshot by position.</summary>
    /// <param name="keys">The keys and values of a snapshot.</param>
    /// <returns>The order; <c>null</c> if it is not the order of its sheets.</returns>
    internal static SheetOrder? OrderOf(SourceMap keys)
    {
        if (keys.Find(OrderKey) is not { } entry)
            return SheetOrder.Written;

        int?[] numbers = [.. (entry.Value as SourceList ?? []).Select(OptionValue.WholeNumber)];
        return numbers.Length == (keys.Find("sheets")?.Value as SourceList)?.Count && numbers.All(number => number is not null)
            ? SheetOrder.Of([.. numbers.OfType<int>()])
            : null;
    }

    /// <summary>Returns the numbers of the sheets of a score whose first sheet runs once for each item.</summary>
    /// <param name="keys">The keys and values of a snapshot.</param>
    /// <returns>The numbers by position; <c>null</c> if the score is another one.</returns>
    internal static IReadOnlyList<int>? ForEachNumbersOf(SourceMap keys) => keys.Find(ForEachKey)?.Value is SourceList numbers
        ? [.. numbers.Select(number => OptionValue.WholeNumber(number) ?? 0)]
        : null;

    /// <summary>
    /// Returns the hashes of files in a snapshot, by the numbers of their sheets. Snapshots of earlier versions have none.
    /// </summary>
    /// <param name="json">The JSON of a snapshot.</param>
    public static IReadOnlyDictionary<int, string> FilesOf(string json)
    {
        using var snapshot = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JobValidator.MaximumJsonDepth });
        Dictionary<int, string> files = [];
        if (snapshot.RootElement.ValueKind != JsonValueKind.Object
            || !snapshot.RootElement.TryGetProperty(FilesKey, out JsonElement hashes)
            || hashes.ValueKind != JsonValueKind.Object)
        {
            return files;
        }

        foreach (JsonProperty hash in hashes.EnumerateObject().Where(hash => hash.Value.ValueKind == JsonValueKind.String))
        {
            if (int.TryParse(hash.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                files[number] = hash.Value.GetString()!;
        }

        return files;
    }
}
