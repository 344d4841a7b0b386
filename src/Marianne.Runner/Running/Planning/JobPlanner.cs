using Marianne.Collections;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;
using Marianne.Secrets;

namespace Marianne.Running;

/// <summary>Plans runs. It runs nothing and saves nothing.</summary>
/// <param name="jobs">The job store.</param>
/// <param name="time">The clock.</param>
public sealed class JobPlanner(IJobReader jobs, TimeProvider time)
{
    /// <summary>Returns the user's own profiles of instruments by name. The default is none.</summary>
    public Func<IReadOnlyDictionary<string, InstrumentOptions>> OwnInstruments { get; init; } =
        () => new Dictionary<string, InstrumentOptions>();

    /// <summary>Creates the plan of a run.</summary>
    /// <param name="request">The job to run.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job does not exist, has no score, or its score changed.</exception>
    public async ValueTask<JobPlan> PlanAsync(RunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);

        PreparedJob prepared = await new JobPreparer(jobs, time)
            .PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        Score score = prepared.Score;
        RunInstruments.Of(score, OwnInstruments);
        SheetForecast forecast = await SheetForecast.ReadAsync(jobs, score.Name, cancellationToken).ConfigureAwait(false);
        bool isLimited = score.CostLimits.Enabled;
        return new JobPlan
        {
            Name = score.Name,
            JobId = prepared.IsResumed ? prepared.Job.Id : null,
            ForkedFrom = prepared.Original?.Id,
            Workspace = score.WorkspacePath,
            Sheets = SheetsOf(prepared, forecast).ToArray(), // PowerShell can index an array, but not every read-only list.
            MaxConcurrent = score.Parallel.Slots,
            MaxCostPerSheet = isLimited ? score.CostLimits.MaxCostPerSheet : null,
            MaxCostPerJob = isLimited ? score.CostLimits.MaxCostPerJob : null,
            CostSoFar = prepared.Job.Cost,
            SourceSoFar = prepared.Job.CostSource,
            MaxRetries = score.Retry.MaxRetries,
            Parameters = ReadOnlyMap<string, object?>.Of(ShownOf(score.Values)),
            Score = score,
            Prepared = prepared,
        };
    }

    private static SortedDictionary<string, object?> ShownOf(ParameterValues values)
    {
        var shown = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, object value) in values.Stored)
            shown[name] = value;
        foreach ((string name, string? secret) in values.Secrets)
            shown[name] = secret is null ? null : SecretRedactor.Mask;
        return shown;
    }

    private static IEnumerable<PlannedSheet> SheetsOf(PreparedJob prepared, SheetForecast forecast)
    {
        Score score = prepared.Score;
        int total = score.SheetCount;
        DependencyGraph graph = SheetDependencies.GraphOf(score);
        var sources = new PlannedSources(prepared, graph);
        var reasons = new ReasonsToRun(prepared, graph, sources);
        Dictionary<int, int> groups = graph.Groups()
            .SelectMany((numbers, index) => numbers.Select(number => (number, Group: index + 1)))
            .ToDictionary(item => item.number, item => item.Group);

        return Enumerable.Range(1, total).OrderBy(graph.PlaceOf).Where(reasons.AreNone).Concat(InOrder()).Select((number, index) =>
            new PlannedSheet(number, score.NameOf(number), groups[number], ActionOf(number))
            {
                Order = index + 1,
                Kind = KindOf(score.SheetOf(number)),
                Reasons = reasons.Of(number),
                Reason = reasons.TextOf(number),
                NeedsApproval = !reasons.AreNone(number) && score.SheetOf(number).Approval is not null,
                ItemCount = sources.AreRead(number) ? sources.CountOf(number) : PlannedItems.CountOf(score, number, IsRead(number)),
                ItemSource = PlannedItems.SourceOf(score, number, IsRead(number)),
                Needs = graph.DependenciesOf(number),
                ExpectedDuration = forecast.DurationOf(number),
                ExpectedCost = forecast.CostOf(number),
                CostSource = forecast.SourceOf(number),
            });

        bool IsRead(int number) => prepared.Rerun?.Reread.Contains(number) == true || sources.AreRead(number);

        IEnumerable<int> InOrder()
        {
            var ready = new ReadySheets(Enumerable.Range(1, total), graph, reasons.AreNone);
            while (ready.InOrder.FirstOrDefault() is > 0 and var next)
            {
                yield return next;
                ready.Finish(next);
            }
        }

        PlannedAction ActionOf(int number) => reasons.AreNone(number) ? PlannedAction.Done
            : MayBeSkipped(score, number) ? PlannedAction.MayBeSkipped
            : PlannedAction.Play;
    }

    private static bool MayBeSkipped(Score score, int number) =>
        score.SkipOf(number) is not null || score.SheetOf(number).When is not null;

    private static string KindOf(ScoreSheet sheet) =>
        sheet.Command is not null ? "command" : sheet.Prompt is not null ? "prompt" : sheet.HasWork ? "script" : "approval";
}
