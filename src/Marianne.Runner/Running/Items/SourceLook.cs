using System.Globalization;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>
/// Reads again, when a job is resumed, the sources that may have other items by then: files and commands. Lists, parameters and outputs
/// of sheets that are done have the same items. What is new is added; what is Completed stays so.
/// </summary>
/// <param name="run">The run of the job, which has not started a sheet yet.</param>
internal sealed class SourceLook(JobRun run)
{
    /// <summary>Determines whether the source of a sheet may have other items than when it was read.</summary>
    /// <param name="score">The score with the items of the job.</param>
    /// <param name="number">The sheet's number.</param>
    public static bool MayHaveOthers(Score score, int number) => score.IsParent(number) && score.Items.IsExpanded(number)
        && score.SheetOf(number).ForEach is { Path: not null } or { Command: not null };

    /// <summary>Reads the sources, and adds their new items to the job.</summary>
    /// <param name="job">The job as it was taken over.</param>
    /// <returns>The job as it is stored now.</returns>
    public async ValueTask<Job> LookAsync(Job job)
    {
        foreach (int number in run.Score.Numbers.Where(number => MayHaveOthers(run.Score, number)).ToArray())
        {
            ItemList? list = await ReadAsync(number).ConfigureAwait(false);
            if (list is null || !await ExtendAsync(job, number, list).ConfigureAwait(false))
                continue;

            job = await run.LoadItemsAsync().ConfigureAwait(false);
        }

        return job;
    }

    /// <summary>Returns the items of a source, or <c>null</c> if it cannot be read or the run is stopped.</summary>
    private async ValueTask<ItemList?> ReadAsync(int number)
    {
        try
        {
            SheetInputs inputs = await run.Inputs.ReadAsync(number, run.Stop.Token).ConfigureAwait(false);
            if (inputs.Error is { } missing)
                throw new ItemSourceException(missing);

            var attempt = new SheetAttempt
            {
                Score = inputs.Score,
                JobId = run.JobId,
                Number = number,
                Attempt = 1,
                Mode = ExecutionModes.Normal,
                Mark = run.MarkOf(number),
            };
            return await new ItemSource(attempt, new SourceCommand(run.Services.Commands), run.Redactor)
                .ReadAsync(run.Stop.Token).ConfigureAwait(false);
        }
        catch (ItemSourceException error)
        {
            Keep(number, error.Message);
            return null;
        }
        catch (OperationCanceledException) when (run.Stop.IsRequested)
        {
            return null; // The run ends before a sheet starts.
        }
    }

    /// <summary>Adds new items to a job, and lets those not run that are gone. Returns <c>false</c> if nothing changes.</summary>
    private async ValueTask<bool> ExtendAsync(Job job, int number, ItemList list)
    {
        var changes = ItemChanges.Between(run.Score.Items.Of(number).Select(item => item.Item), list);
        if (changes.AreNone)
            return false;

        bool isChanged = changes.New > 0 || ItemTransitions.GoneOf(job, list).Count > 0;
        try
        {
            if (isChanged)
            {
                list = list with { Dependents = [.. run.Approvals.DependentsOf([number]).Where(other => other != number)] };
                var update = new SheetUpdate.Expand(list) { Extends = true, LeavesJobRunning = true };
                await run.Journal.UpdateSheetAsync(number, update).ConfigureAwait(false);
            }
        }
        catch (MarianneException error) when (error.Error == MarianneError.InvalidItem)
        {
            Keep(number, error.Message); // The store cannot have so many.
            return false;
        }

        run.Journal.Announce(
            isChanged ? JobEventKind.Warning : JobEventKind.SheetExpanded,
            string.Create(CultureInfo.InvariantCulture, $"The source was read again: {changes}."),
            number);
        return isChanged;
    }

    private void Keep(int number, string reason) => run.Journal.Announce(
        JobEventKind.Warning, $"The source cannot be read again, so the sheet keeps the items that it has. {reason}", number);
}
