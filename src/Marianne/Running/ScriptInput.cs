using System.Management.Automation;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>What a script sees of its job and its item.</summary>
internal sealed class ScriptInput
{
    private ScriptInput(Job? job, int number, SheetItem? item)
    {
        Job = job;
        Sheet = job?.Sheets[number - 1];
        Item = item;
    }

    /// <summary>The job, which the script sees as <c>$Job</c>. For an item, it has only the sheet of the item.</summary>
    public Job? Job { get; }

    /// <summary>The sheet, which the script sees as <c>$Sheet</c>.</summary>
    public Sheet? Sheet { get; }

    /// <summary>The item, which the script sees as <c>$Item</c> and <c>$_</c>; <c>null</c> if the sheet has none.</summary>
    public SheetItem? Item { get; }

    /// <summary>The results of the items, which a script that depends on them sees as <c>$Items</c>; <c>null</c> if there are none.</summary>
    private ItemResult[]? Items { get; init; }

    /// <summary>The results of the items of each sheet that the script depends on, by the name of the sheet.</summary>
    public IReadOnlyDictionary<string, ItemResult[]> ItemsOfInputs { get; private init; } = new Dictionary<string, ItemResult[]>();

    /// <summary>Loads what a script sees.</summary>
    /// <param name="attempt">The attempt that runs the script.</param>
    /// <param name="jobs">The job store.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static async ValueTask<ScriptInput> LoadAsync(SheetAttempt attempt, IJobStore jobs, CancellationToken cancellationToken)
    {
        Dictionary<string, ItemResult[]> inputs = await InputsAsync(attempt, jobs, cancellationToken).ConfigureAwait(false);
        if (!attempt.Score.ItemNumbers.Contains(attempt.Number) && attempt.Score.Items.Find(attempt.Number) is null)
        {
            Job? whole = await jobs.LoadAsync(attempt.JobId, cancellationToken).ConfigureAwait(false);
            return new(whole, attempt.Number, item: null)
            {
                Items = whole is not null && attempt.Score.IsForEach
                    ? await ItemResults.ListAsync(jobs, whole, cancellationToken).ConfigureAwait(false)
                    : null,
                ItemsOfInputs = inputs,
            };
        }

        // A job has many items, so none of them reads all others.
        Job? job = await jobs.LoadHeaderAsync(attempt.JobId, cancellationToken).ConfigureAwait(false);
        SheetItem? item = await jobs.LoadItemAsync(attempt.JobId, attempt.Number, cancellationToken).ConfigureAwait(false);
        foreach (Sheet sheet in await jobs.LoadSheetsAsync(attempt.JobId, [attempt.Number], cancellationToken).ConfigureAwait(false))
        {
            if (item is not null)
                sheet.SetItem(item with { Value = null });
            job?.Sheets.Put(sheet);
        }

        return new(job, attempt.Number, item) { ItemsOfInputs = inputs };
    }

    private static async ValueTask<Dictionary<string, ItemResult[]>> InputsAsync(
        SheetAttempt attempt, IJobStore jobs, CancellationToken cancellationToken)
    {
        Dictionary<string, ItemResult[]> inputs = new(StringComparer.OrdinalIgnoreCase);
        foreach (SheetInput input in attempt.Inputs.Where(input => input.ItemsOf is not null))
            inputs[input.Sheet] = await ItemResults.ListAsync(jobs, attempt.JobId, input.ItemsOf!.Value, cancellationToken).ConfigureAwait(false);
        return inputs;
    }

    /// <summary>Returns the variables of the script, by name.</summary>
    public IEnumerable<(string Name, object? Value)> Variables()
    {
        yield return (nameof(Sheet), Sheet);
        yield return (nameof(Job), Job);
        if (Items is not null)
            yield return (nameof(Items), Items);
        if (Item?.Value is not { } json)
            yield break;

        object? value = ItemValue.Read(json);
        var item = new PSObject();
        item.Properties.Add(new PSNoteProperty("Key", Item.Key));
        item.Properties.Add(new PSNoteProperty("Value", value));
        yield return (nameof(Item), item);
        yield return ("_", value);
    }
}
