using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Tells what a run would do. It runs nothing and writes nothing.</summary>
/// <param name="jobs">Where the jobs are.</param>
/// <param name="time">The clock.</param>
public sealed class JobPlanner(IJobRepository jobs, TimeProvider time)
{
    /// <summary>The plan of a run.</summary>
    /// <param name="request">Which job.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <exception cref="MarianneException">As playing it.</exception>
    public async ValueTask<JobPlan> PlanAsync(RunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);

        PreparedJob opened = await new JobPreparer(jobs, time)
            .PlanAsync(request, cancellationToken).ConfigureAwait(false);
        SheetForecast expected = await SheetForecast
            .ReadAsync(jobs, opened.Score.Name, cancellationToken).ConfigureAwait(false);
        Score score = opened.Score;
        bool isLimited = score.CostLimits.Enabled;
        return new JobPlan
        {
            Name = score.Name,
            JobId = opened.IsResumed ? opened.Job.Id : null,
            Workspace = score.WorkspacePath,
            Sheets = SheetsOf(opened, expected).ToArray(), // A prompt can index an array, but not every read-only list.
            MaxConcurrent = score.Parallel.Slots,
            MaxCostPerSheet = isLimited ? score.CostLimits.MaxCostPerSheet : null,
            MaxCostPerJob = isLimited ? score.CostLimits.MaxCostPerJob : null,
            CostSoFar = opened.Job.Cost,
            MaxRetries = score.Retry.MaxRetries,
            Score = score,
        };
    }

    private static IEnumerable<PlannedSheet> SheetsOf(PreparedJob opened, SheetForecast expected)
    {
        Score score = opened.Score;
        int total = score.Sheets.Count;
        var graph = new DependencyGraph(total, score.Sheet.Dependencies);
        Dictionary<int, int> groups = graph.Groups()
            .SelectMany((numbers, index) => numbers.Select(number => (number, Group: index + 1)))
            .ToDictionary(item => item.number, item => item.Group);

        return Enumerable.Range(1, total).Where(opened.IsDone).Concat(InOrder()).Select((number, index) =>
            new PlannedSheet(number, score.NameOf(number), groups[number], ActionOf(number))
            {
                Order = index + 1,
                Kind = KindOf(score.Sheets[number - 1]),
                Needs = graph.DependenciesOf(number),
                ExpectedDuration = expected.DurationOf(number),
                ExpectedCost = expected.CostOf(number),
            });

        IEnumerable<int> InOrder()
        {
            var ready = new ReadySheets(total, graph, opened.IsDone);
            while (ready.InOrder.FirstOrDefault() is > 0 and var next)
            {
                yield return next;
                ready.Finish(next);
            }
        }

        PlannedAction ActionOf(int number) => opened.IsDone(number) ? PlannedAction.Done
            : score.Sheet.SkipWhenCommand.ContainsKey(number) ? PlannedAction.MayBeSkipped
            : PlannedAction.Play;
    }

    private static string KindOf(ScoreSheet sheet) =>
        sheet.Command is not null ? "command" : sheet.Prompt is not null ? "prompt" : "script";
}
