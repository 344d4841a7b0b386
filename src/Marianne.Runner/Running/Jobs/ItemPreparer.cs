using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>
/// Prepares jobs whose first sheet runs once for each item of a pipeline. What is done stays done, also if the job is Completed, and only
/// what is new, has failed or was interrupted is left to run.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ItemPreparer(TimeProvider time)
{
    /// <summary>Prepares a job.</summary>
    /// <param name="request">The request.</param>
    /// <param name="found">The job to resume; <c>null</c> to create one.</param>
    /// <param name="kept">The score that the job keeps, with full paths; <c>null</c> if there is none.</param>
    /// <param name="score">The score as it was written, with full paths.</param>
    /// <exception cref="MarianneException">The block changed, the job is of another kind, or an item does not exist.</exception>
    public PreparedJob Prepare(RunRequest request, Job? found, Lazy<Score?> kept, Score score)
    {
        if (found is null || request.Restart)
            return Draft(request, score);

        Score before = kept.Value is { IsForEach: true } known ? known : throw RunErrors.NotForEach(found);
        if (request.Score is not null)
            score = JobOfScore.WithPathsOf(WithNumbersOf(score, before, found), before);

        JobConfig config = JobDraft.ConfigOf(score) with
        {
            TotalSheets = found.TotalSheets + score.Sheets.Count - before.Sheets.Count,
            ExpectedSheets = found.TotalSheets,
        };
        bool isChanged = found.ConfigHash != config.Hash;
        string[] values = [.. ParameterChanges.Between(before.Values, score.Values).Select(value => value.Change)];
        bool isConflict = values.Length > 0 || SheetWork.Of(before.Sheets[0]) != SheetWork.Of(score.Sheets[0]);
        if (isConflict && !request.Force && found.Sheets.Known.Any(sheet => sheet is { Status: SheetStatus.Completed, Item: not null }))
            throw RunErrors.BlockChanged(found, values);

        var choice = ItemChoice.Of(request, found, score);
        ItemList? items = request.Items is { } list ? list with { Dependents = DependentsOf(score) } : null;
        Job planned = Plan(found, config, items, choice.Again);
        return new PreparedJob(request, found, score.ExpandedFor(planned), config, IsResumed: true, isChanged)
        {
            Written = score,
            Planned = planned,
            Items = items,
            Again = choice.Again,
            Chosen = choice.Chosen,
            Changes = isChanged ? string.Join("; ", values.Prepend(ScoreChanges.Between(before, score).ToString())) : null,
        };
    }

    /// <summary>Returns the numbers of the sheets that use the results of the items.</summary>
    /// <param name="score">The score as it was written.</param>
    public static IReadOnlyList<int> DependentsOf(Score score) => [.. score.ForEachNumbers!.Where(number => number > 0)];

    private PreparedJob Draft(RunRequest request, Score score)
    {
        if (request.Items is not { } items)
            throw RunErrors.NoItems(score.Name);

        score = score with { ForEachNumbers = [.. Enumerable.Range(0, score.Sheets.Count)] };
        JobConfig config = JobDraft.ConfigOf(score) with { TotalSheets = score.Sheets.Count - 1 };
        Job job = JobDraft.Of(score, config, time.GetUtcNow());
        ItemTransitions.Expand(job, items);
        config = config with { TotalSheets = job.TotalSheets };
        return new PreparedJob(request, job, score.ExpandedFor(job), config, IsResumed: false, IsChanged: false) { Written = score };
    }

    /// <summary>Returns a score whose sheets have the numbers that they have in a job. One that the job does not have gets the next.</summary>
    private static Score WithNumbersOf(Score score, Score before, Job job)
    {
        IReadOnlyList<int> numbers = before.ForEachNumbers!;
        if (score.Sheets.Count < numbers.Count)
            throw JobErrors.RemovedSheets(job, [before.Sheets[^1].Name ?? "reduce"]);
        return score with
        {
            ForEachNumbers = [.. numbers, .. Enumerable.Range(job.TotalSheets + 1, score.Sheets.Count - numbers.Count)],
        };
    }

    /// <summary>Returns the job as it is when the run starts. The job itself is not changed.</summary>
    private static Job Plan(Job found, JobConfig config, ItemList? items, IReadOnlyList<int> again)
    {
        Job planned = found.CopyWithSheets();
        planned.AcceptChanges();
        if (planned.TotalSheets != config.TotalSheets)
            planned.TotalSheets = config.TotalSheets;
        if (items is not null)
            ItemTransitions.Expand(planned, items);
        ItemTransitions.Reset(planned, again);
        if (planned.Sheets.Changed.Any())
            planned.MarkChanged();
        return planned;
    }
}
