using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>Reads the results of items.</summary>
internal static class ItemResults
{
    /// <summary>Loads the result of an item.</summary>
    /// <param name="jobs">The job store.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="number">The number of its sheet.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static async ValueTask<ItemResult> LoadAsync(IJobStore jobs, string jobId, int number, CancellationToken cancellationToken)
    {
        SheetItem? item = await jobs.LoadItemAsync(jobId, number, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Sheet> sheets = await jobs.LoadSheetsAsync(jobId, [number], cancellationToken).ConfigureAwait(false);
        Dictionary<int, string> outputs = await OutputsAsync(jobs, jobId, number, cancellationToken).ConfigureAwait(false);
        return Of(item ?? throw JobErrors.NotFound(jobId), sheets[0], outputs.GetValueOrDefault(number));
    }

    /// <summary>Lists the results of the items that the source of a job has, in its order.</summary>
    /// <param name="jobs">The job store.</param>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static async ValueTask<ItemResult[]> ListAsync(IJobStore jobs, Job job, CancellationToken cancellationToken)
    {
        IReadOnlyList<NumberedItem> items = await jobs.ListItemsAsync(job.Id, cancellationToken).ConfigureAwait(false);
        Dictionary<int, string> outputs = await OutputsAsync(jobs, job.Id, null, cancellationToken).ConfigureAwait(false);
        return
        [
            .. items.Where(item => item.Item.Position is not null)
                .Select(item => Of(item.Item, job.Sheets[item.Number - 1], outputs.GetValueOrDefault(item.Number))),
        ];
    }

    /// <summary>Lists the results of the items of a sheet, in the order of its source.</summary>
    /// <param name="jobs">The job store.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="parent">The number of the sheet.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static async ValueTask<ItemResult[]> ListAsync(IJobStore jobs, string jobId, int parent, CancellationToken cancellationToken)
    {
        Job job = await jobs.LoadAsync(jobId, cancellationToken).ConfigureAwait(false) ?? throw JobErrors.NotFound(jobId);
        NumberedItem[] items =
        [
            .. (await jobs.ListItemsAsync(jobId, cancellationToken).ConfigureAwait(false))
                .Where(item => item.Item.Parent == parent && item.Item.Position is not null),
        ];
        HashSet<int> numbers = [.. items.Select(item => item.Number)];
        Dictionary<int, List<(string Name, object? Value)>> outputs = [];
        await foreach (SheetOutput output in jobs.ListOutputsAsync(new OutputQuery { JobId = jobId }, cancellationToken).ConfigureAwait(false))
        {
            if (!numbers.Contains(output.SheetNumber))
                continue;
            if (!outputs.TryGetValue(output.SheetNumber, out List<(string, object?)>? ofItem))
                outputs.Add(output.SheetNumber, ofItem = []);
            ofItem.Add((output.Name, JsonValue.Of(await OutputFiles.ReadAsync(output, cancellationToken).ConfigureAwait(false))));
        }

        return
        [
            .. items.Select(item => Of(item.Item, job.Sheets[item.Number - 1], output: null) with
            {
                Output = outputs.TryGetValue(item.Number, out List<(string, object?)>? found) ? JsonValue.ObjectOf([.. found]) : null,
            }),
        ];
    }

    private static async ValueTask<Dictionary<int, string>> OutputsAsync(
        IJobStore jobs, string jobId, int? number, CancellationToken cancellationToken)
    {
        Dictionary<int, string> outputs = [];
        var query = new OutputQuery { JobId = jobId, SheetNumber = number, Name = IsOfItem };
        await foreach (SheetOutput output in jobs.ListOutputsAsync(query, cancellationToken).ConfigureAwait(false))
            outputs[output.SheetNumber] = await OutputFiles.ReadAsync(output, cancellationToken).ConfigureAwait(false);
        return outputs;
    }

    private static bool IsOfItem(string name) => name.Equals(OutputName.OfItem, StringComparison.OrdinalIgnoreCase);

    private static ItemResult Of(SheetItem item, Sheet sheet, string? output) => new(sheet.JobId, sheet.Number, item.Key, sheet.Status)
    {
        Item = item.Value is { } json ? ItemValue.Read(json) : null,
        Output = JsonValue.Of(output),
        Duration = sheet.ExecutionDuration,
        ErrorMessage = sheet.ErrorMessage,
    };
}
