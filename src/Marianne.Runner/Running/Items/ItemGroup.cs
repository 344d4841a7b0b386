using System.Globalization;
using Marianne.Errors;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>
/// The own work of a sheet that runs once for each item: it finds the items and, when they have ended, ends with their result.
/// </summary>
/// <param name="run">The run of the job.</param>
/// <param name="watch">The sheet.</param>
/// <param name="journal">Saves the changes of the sheet.</param>
internal sealed class ItemGroup(JobRun run, SheetWatch watch, SheetJournal journal)
{
    private const int MostKeys = 5;

    /// <summary>Finds the items, and gives each a sheet in one step.</summary>
    /// <param name="attempt">What the command of a source is run with.</param>
    public async ValueTask<SheetRunResult> ExpandAsync(SheetAttempt attempt)
    {
        try
        {
            var source = new ItemSource(attempt, new SourceCommand(run.Services.Commands), run.Redactor);
            ItemList items = await source.ReadAsync(watch.Token).ConfigureAwait(false);
            ScoreItem[] before = [.. run.Score.Items.Of(watch.Number).Select(item => item.Item)];
            await journal.UpdateAsync(new SheetUpdate.Expand(items)).ConfigureAwait(false);
            ItemChanges changes = before.Length == 0 ? default : ItemChanges.Between(before, items);
            string found = changes.AreNone ? "" : $": {changes}";
            journal.Announce(JobEventKind.SheetExpanded, $"Found {CountOf(items.Items.Count)}{found}.");
            return SheetRunResult.Expanded;
        }
        catch (ItemSourceException error)
        {
            return await journal.RejectAsync(ErrorCodes.InputMissing, error.Message).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.InvalidItem)
        {
            return await journal.RejectAsync(ErrorCodes.InputMissing, error.Message).ConfigureAwait(false); // The store cannot have so many.
        }
    }

    /// <summary>Ends the sheet, whose items have ended.</summary>
    public async ValueTask<SheetRunResult> EndAsync()
    {
        Job job = await run.LoadJobAsync().ConfigureAwait(false);
        run.Score.Items.Learn(job); // Other workers may have run all of them.
        Sheet[] items = [.. job.Sheets.Known.Where(sheet => sheet.Item is { Position: not null } item && item.Parent == watch.Number)];
        Sheet[] failed = [.. items.Where(sheet => !sheet.IsFinished && !JobEnd.Allows(run.Score, sheet.Number)).OrderBy(sheet => sheet.Number)];
        return failed.Length == 0
            ? await CompleteAsync(items).ConfigureAwait(false)
            : await FailAsync(items.Length, failed).ConfigureAwait(false);
    }

    private async ValueTask<SheetRunResult> CompleteAsync(Sheet[] items)
    {
        TimeSpan? duration = items.Max(item => item.CompletedAt) - items.Min(item => item.StartedAt);
        SheetResult result = SheetResult.Empty with { Duration = duration > TimeSpan.Zero ? duration : TimeSpan.Zero };
        await journal.UpdateAsync(new SheetUpdate.Complete(result) { LeavesJobRunning = true }).ConfigureAwait(false);
        journal.Announce(JobEventKind.SheetCompleted, $"Completed: {CountOf(items.Length)}.", duration);
        return SheetRunResult.Done;
    }

    private async ValueTask<SheetRunResult> FailAsync(int count, Sheet[] failed)
    {
        string keys = string.Join(", ", failed.Take(MostKeys).Select(sheet => run.Score.NameOf(sheet.Number)));
        string others = failed.Length > MostKeys ? string.Create(CultureInfo.InvariantCulture, $" and {failed.Length - MostKeys} more") : "";
        string message = string.Create(CultureInfo.InvariantCulture, $"{failed.Length} of {CountOf(count)} failed: {keys}{others}.");
        await journal.UpdateAsync(new SheetUpdate.Fail(SheetResult.Empty, message, failed[0].ErrorCategory)).ConfigureAwait(false);
        journal.Announce(JobEventKind.SheetFailed, message);
        return SheetRunResult.Failed;
    }

    private static string CountOf(int count) => CountText.Of(count, "item");
}
