using System.Globalization;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Options;
using Marianne.Outputs;
using Marianne.Placeholders;
using Marianne.Policies;
using Marianne.Scores;
using Marianne.Secrets;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>Reads the items that a sheet runs for.</summary>
/// <param name="attempt">
/// What the command of a source is run with. In its score, the placeholders of outputs have values.
/// </param>
/// <param name="command">Runs the command; <c>null</c> if the source has none.</param>
/// <param name="redactor">The redactor of the run.</param>
internal sealed class ItemSource(SheetAttempt attempt, SourceCommand? command, SecretRedactor redactor)
{
    private const int LongestShownKey = 60;

    private readonly ForEachOptions _options = attempt.Sheet.ForEach!;
    private readonly PlaceholderExpander _placeholders = PlaceholderExpander.Of(attempt.Score, attempt.Number);
    private readonly IReadOnlyDictionary<string, object?> _values = attempt.Score.Values.OfPlaceholders;

    /// <summary>Returns the items.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="ItemSourceException">There are too many items, two have the same key, or they cannot be read.</exception>
    public async ValueTask<ItemList> ReadAsync(CancellationToken cancellationToken) => _options.Command is { } text
        ? ListOf(OfValues(await LinesAsync(text, cancellationToken).ConfigureAwait(false)))
        : Read();

    /// <summary>Returns the items of a source that is not a command.</summary>
    /// <exception cref="ItemSourceException">There are too many items, two have the same key, or they cannot be read.</exception>
    public ItemList Read() => ListOf(
        _options.Matrix is { } matrix ? Combinations(matrix)
        : _options.Path is { } path ? OfValues(WorkspaceFiles.Find(attempt.Score.WorkspacePath, _placeholders.InText(path)))
        : OfValues(ValuesOf(_options.In!)));

    private IEnumerable<SourceItem> OfValues(IEnumerable<object> values) => values.Select(value => ItemValues.Of(_options.As, value));

    private ItemList ListOf(IEnumerable<SourceItem> source)
    {
        WhenCondition[] excluded = [.. _options.Exclude.Select(WhenCondition.Parse)];
        List<SourceItem> items = [];
        foreach (SourceItem item in source.Where(item => !excluded.Any(condition => condition.IsTrue(name => ValueOf(item, name)))))
        {
            items.Add(item);
            if (items.Count > _options.Max)
                throw TooMany();
        }

        return new ItemList(Keyed(items)) { Parent = attempt.Number };
    }

    private async ValueTask<IEnumerable<object>> LinesAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            string lines = await command!.ReadAsync(attempt, _placeholders.InCommand(text), redactor, cancellationToken).ConfigureAwait(false);
            return (IReadOnlyList<string>)OutputValue.Of(lines);
        }
        catch (MarianneException error)
        {
            throw new ItemSourceException(error.Message); // A value cannot be quoted.
        }
    }

    /// <summary>Returns the values of a list, or of the placeholder of one.</summary>
    private IEnumerable<object> ValuesOf(object source) => source switch
    {
        string text when PlaceholderText.OnlyNameIn(text) is { } name && _values.TryGetValue(name, out object? value) =>
            ItemsOf(value) ?? throw new ItemSourceException(
                $"{text} is {OptionValue.Show(value)}, which is not a list. Use an output or a parameter that is a list."),
        string text => [text],
        _ => ((IEnumerable<object>)source).SelectMany(Expanded),
    };

    /// <summary>Returns the values of an entry of a list, which may itself be the placeholder of a list.</summary>
    private IEnumerable<object> Expanded(object entry) =>
        OptionValue.Map(entry) is { } map ? [ItemData.OfMap(map, _placeholders.InText)]
        : entry is not string text ? [entry]
        : PlaceholderText.OnlyNameIn(text) is { } name && _values.GetValueOrDefault(name) is { } value
            ? ItemsOf(value) ?? [value]
        : [_placeholders.InText(text)];

    /// <summary>Returns the items of a list, among which may be objects; <c>null</c> if the value is not a list.</summary>
    private static IEnumerable<object>? ItemsOf(object? value) => value is ItemDataList list ? list.Values : value as IEnumerable<object>;

    /// <summary>Returns all combinations of the values. The last name varies fastest.</summary>
    private IEnumerable<SourceItem> Combinations(IReadOnlyDictionary<string, object?> matrix)
    {
        IEnumerable<Dictionary<string, object?>> all = [new(StringComparer.Ordinal)];
        foreach (string name in matrix.Keys.Order(StringComparer.Ordinal))
        {
            object[] values = [.. ((matrix[name] as IEnumerable<object>) ?? [matrix[name] ?? ""]).SelectMany(Expanded)];
            all = all.SelectMany(row => values.Select(value => new Dictionary<string, object?>(row, StringComparer.Ordinal) { [name] = value }));
        }

        return all.Select(ItemValues.Of);
    }

    /// <summary>Returns the value of a placeholder in the key or in a condition.</summary>
    /// <exception cref="ItemSourceException">The item has no such property.</exception>
    private object? ValueOf(SourceItem item, string name)
    {
        if (!_values.ContainsKey(name) && name.Contains('.') && item.Values.GetValueOrDefault(name.Split('.')[0]) is { } root)
        {
            try
            {
                return ItemData.Find(root, name);
            }
            catch (FormatException error)
            {
                string shown = TextTruncation.ShortenPrintable(item.Text, LongestShownKey);
                throw new ItemSourceException($"{error.Message} The item is {shown}.");
            }
        }

        return item.Values.GetValueOrDefault(name) ?? _values.GetValueOrDefault(name);
    }

    /// <summary>Returns the items with their keys, of which each is there once.</summary>
    private List<ItemInput> Keyed(List<SourceItem> items)
    {
        List<ItemInput> keyed = new(items.Count);
        Dictionary<string, int> positions = new(items.Count, StringComparer.Ordinal);
        foreach (SourceItem item in items)
        {
            string text = _options.Key is { } key ? KeyOf(item, key) : item.Text;
            if (redactor.Redact($"{text}\n{item.Json}") != $"{text}\n{item.Json}")
                throw new ItemSourceException($"Item {keyed.Count + 1} contains a secret, which the job would store. Remove it from the items.");
            if (!ItemKey.IsValid(text))
                throw new ItemSourceException($"The key of item {keyed.Count + 1} is empty. Remove the item, or specify key.");
            if (!positions.TryAdd(ItemKey.Of(text), keyed.Count + 1))
            {
                throw new ItemSourceException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Items {positions[ItemKey.Of(text)]} and {keyed.Count + 1} have the same key, "
                    + $"'{TextTruncation.ShortenPrintable(text, LongestShownKey)}', so their results could not be told apart. Remove one of "
                    + $"them, or specify key with a text that differs."));
            }

            keyed.Add(new ItemInput(ItemKey.Of(text), item.Json));
        }

        return keyed;
    }

    private string KeyOf(SourceItem item, string key) => PlaceholderText.Replace(
        key, name => ValueOf(item, name) is { } value ? ParameterConverter.TextOf(value) : null);

    private ItemSourceException TooMany() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"There are more than {_options.Max} items, which is the most that max of for_each allows. No item was created. Raise max, or "
        + $"reduce the items."));
}
