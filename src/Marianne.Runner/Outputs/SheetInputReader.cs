using System.Text.Json;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Outputs;

/// <summary>Reads the outputs that the sheets of a job use.</summary>
/// <param name="jobId">The job's id.</param>
/// <param name="score">The score.</param>
/// <param name="outputs">Reads outputs.</param>
/// <param name="sheets">Reads sheets.</param>
/// <param name="items">Reads items.</param>
internal sealed class SheetInputReader(string jobId, Score score, IOutputReader outputs, ISheetReader sheets, IItemReader items)
{
    private readonly Lazy<ILookup<int, OutputUse>> _uses = new(() => OutputUses.In(score).ToLookup(use => use.Number));
    private readonly Lazy<IReadOnlyDictionary<string, int>> _numbers = new(() => OutputUses.NumbersOf(score));
    private readonly Lazy<IReadOnlyDictionary<int, IReadOnlyCollection<int>>> _dependencies = new(() => SheetDependencies.Of(score));

    /// <summary>Reads what a sheet uses.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<SheetInputs> ReadAsync(int number, CancellationToken cancellationToken)
    {
        bool findsItems = score.IsParent(number);
        OutputUse[] uses =
        [
            .. _uses.Value[score.ParentOrSelf(number)].Where(use => use.IsCondition || use.IsSource == findsItems),
            .. findsItems ? [] : InPromptFile(number),
        ];
        bool isScript = score.SheetOf(number).Script is not null && !findsItems;
        Dictionary<string, object?> values = await ValuesOfItemAsync(number, cancellationToken).ConfigureAwait(false);
        if (uses.Length == 0 && values.Count == 0 && !isScript)
            return new SheetInputs { Score = score };

        (string? conditionError, string? error) = AddProperties(number, values);
        Dictionary<int, Dictionary<string, SheetOutput>> found = [];
        foreach (OutputUse use in uses)
        {
            if (!found.TryGetValue(use.Target, out Dictionary<string, SheetOutput>? ofSheet))
                found.Add(use.Target, ofSheet = await OutputsOfAsync(use.Target, cancellationToken).ConfigureAwait(false));
            (object? value, string? problem) = await ValueOfAsync(number, use, ofSheet, cancellationToken).ConfigureAwait(false);
            values[use.Reference.Text] = value;
            conditionError ??= use.IsCondition ? problem : null;
            error ??= use.IsCondition ? null : problem;
        }

        var inputs = new SheetInputs
        {
            Score = values.Count == 0 ? score : score with { Values = score.Values.With(values) },
            ConditionError = conditionError,
            Error = error,
        };
        return isScript && error is null ? await WithScriptAsync(inputs, number, cancellationToken).ConfigureAwait(false) : inputs;
    }

    /// <summary>Returns the value of a placeholder, or why it has none. In a condition, a sheet that was skipped has no values.</summary>
    private async ValueTask<(object? Value, string? Problem)> ValueOfAsync(
        int number, OutputUse use, Dictionary<string, SheetOutput> ofSheet, CancellationToken cancellationToken)
    {
        OutputReference reference = use.Reference;
        if (!ofSheet.TryGetValue(reference.Output, out SheetOutput? output))
        {
            SheetStatus status = (await sheets.LoadSheetsAsync(jobId, [use.Target], cancellationToken).ConfigureAwait(false))[0].Status;
            bool mayBeMissing = use.IsCondition && status != SheetStatus.Completed;
            return (null, mayBeMissing ? null : InputErrors.Missing(score, use, status));
        }

        try
        {
            object value = OutputValue.Of(await OutputFiles.ReadAsync(output, cancellationToken).ConfigureAwait(false));
            if (reference.IsCount)
                return value is IReadOnlyList<string> counted ? ((long)counted.Count, null) : (null, InputErrors.NotAList(score, use));
            if (use.IsPath && value is IReadOnlyList<string>)
                return (null, InputErrors.ListInPath(score, use));
            return HasNull(value) ? (null, InputErrors.NullCharacter(score, use.Reference.Text, number)) : (value, null);
        }
        catch (MarianneException error)
        {
            return (null, error.Message);
        }
        catch (JsonException error)
        {
            return (null, OutputErrors.Invalid(output, $"has a value that is not JSON: {error.Message}").Message);
        }
    }

    /// <summary>No command and no variable can have a null character.</summary>
    private static bool HasNull(object value) => value switch
    {
        string text => text.Contains('\0'),
        IReadOnlyList<string> list => list.Any(text => text.Contains('\0')),
        _ => false,
    };

    private async ValueTask<Dictionary<string, SheetOutput>> OutputsOfAsync(int number, CancellationToken cancellationToken)
    {
        var query = new OutputQuery { JobId = jobId, SheetNumber = number };
        var found = new Dictionary<string, SheetOutput>(StringComparer.OrdinalIgnoreCase);
        await foreach (SheetOutput output in outputs.ListOutputsAsync(query, cancellationToken).ConfigureAwait(false))
            found[output.Name] = output;
        return found;
    }

    /// <summary>Adds the outputs of all sheets that a script depends on.</summary>
    private async ValueTask<SheetInputs> WithScriptAsync(SheetInputs inputs, int number, CancellationToken cancellationToken)
    {
        var needed = new List<SheetInput>();
        foreach (int other in _dependencies.Value.GetValueOrDefault(score.ParentOrSelf(number), []).Order())
        {
            if (score.IsParent(other))
            {
                needed.Add(new SheetInput(score.NameOf(other), []) { ItemsOf = other });
                continue;
            }

            var values = new List<KeyValuePair<string, string>>();
            try
            {
                foreach (SheetOutput output in (await OutputsOfAsync(other, cancellationToken).ConfigureAwait(false)).Values)
                    values.Add(new(output.Name, await OutputFiles.ReadAsync(output, cancellationToken).ConfigureAwait(false)));
            }
            catch (MarianneException error) when (error.Error == MarianneError.OutputFileFailed)
            {
                return inputs with { Error = error.Message };
            }

            needed.Add(new SheetInput(score.NameOf(other), values));
        }

        return inputs with { OfScript = needed };
    }

    /// <summary>Returns the values of the placeholders for the item of a sheet; none if it has no item.</summary>
    private async ValueTask<Dictionary<string, object?>> ValuesOfItemAsync(int number, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (score.Items.Find(number) is not { } item)
            return values;

        SheetItem? stored = await items.LoadItemAsync(jobId, number, cancellationToken).ConfigureAwait(false);
        foreach ((string name, object? value) in ItemValues.Read(score.SheetOf(item.Parent).ForEach!, stored?.Value ?? "null"))
            values[name] = value;
        return values;
    }

    /// <summary>Adds the properties of the item that the sheet uses. Returns the errors of its condition and of its other texts.</summary>
    private (string? OfCondition, string? Other) AddProperties(int number, Dictionary<string, object?> values)
    {
        if (values.Count == 0)
            return (null, null);

        int parent = score.ParentOrSelf(number);
        ForEachOptions options = score.SheetOf(parent).ForEach!;
        string? ofCondition = score.SheetOf(parent).When is { } when
            ? Add(ItemUses.In(options, WhenCondition.Parse(when).Placeholders))
            : null;
        return (ofCondition, Add(ItemUses.In(score, parent).Concat(ItemUses.In(options, TextOfPromptFile(number)))));

        string? Add(IEnumerable<string> names)
        {
            foreach (string name in names.Where(name => !IsOutput(name)))
            {
                try
                {
                    object value = ItemData.Find(values[name.Split('.')[0]]!, name);
                    if (HasNull(value))
                        return InputErrors.NullCharacter(score, name, number);
                    values[name] = value;
                }
                catch (FormatException error)
                {
                    return error.Message;
                }
            }

            return null;
        }

        bool IsOutput(string name) => OutputReference.Parse(name) is { } reference && _numbers.Value.ContainsKey(reference.Sheet);
    }

    private string TextOfPromptFile(int number)
    {
        if (score.SheetOf(number).Prompt is not { } prompt || PromptSource.FindFile(score, prompt) is null)
            return "";

        try
        {
            return PromptSource.Read(score, prompt);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ""; // The preparation of the prompt reports it.
        }
    }

    /// <summary>Returns the uses in the file of a prompt, which the score does not have. The sheet must depend on their sheets.</summary>
    private IEnumerable<OutputUse> InPromptFile(int number)
    {
        if (_numbers.Value.Count == 0 || score.SheetOf(number).Prompt is not { } prompt)
            return [];

        return OutputUses.Of(_numbers.Value, TextOfPromptFile(number))
            .Select(found => new OutputUse(number, found.Reference, found.Target, prompt));
    }
}
