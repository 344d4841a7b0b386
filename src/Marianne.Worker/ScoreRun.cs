using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Worker;

/// <summary>Runs a score, or shows its plan.</summary>
/// <param name="options">The command line options.</param>
/// <param name="output">The standard output.</param>
/// <param name="error">The standard error.</param>
/// <param name="signals">The signals that pause the job.</param>
internal sealed class ScoreRun(RunOptions options, TextWriter output, TextWriter error, PauseSignals signals)
{
    /// <summary>Indicates whether the run of the job has begun.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Runs the score, or shows its plan.</summary>
    /// <exception cref="MarianneException">The score is invalid, or the job cannot be run.</exception>
    public async Task<ExitCode> RunAsync()
    {
        RunRequest request = CreateRequest();
        await using var stores = new OpenStores(options.Store, options.Learning, warning => error.WriteLine($"Warning: {warning}"));
        try
        {
            JobPlan plan = await new JobPlanner(stores.Jobs, TimeProvider.System) { OwnInstruments = OpenStores.OwnProfiles }
                .PlanAsync(request, signals.Token);
            RejectScripts(plan);
            if (!options.Plan)
                return await RunAsync(stores.Services(), plan);

            PlanFormatter.Write(plan, output);
            return ExitCode.Completed;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            output.WriteLine("Paused before a sheet was started.");
            return ExitCode.Paused;
        }
    }

    private async Task<ExitCode> RunAsync(RunnerServices services, JobPlan plan)
    {
        var runner = new JobRunner(services);
        Job job;
        bool isSkipped = false;
        using (IScreen screen = ScreenFactory.Create(output, plan, options.Verbose))
        {
            using CancellationTokenRegistration pausing = signals.Token.Register(() =>
                screen.WriteLine("Pausing: stopping the running sheets. Press Ctrl+C to exit immediately."));
            job = await runner.RunAsync(plan, Show, signals.Token);

            void Show(JobEvent shown)
            {
                isSkipped |= shown.Kind == JobEventKind.JobSkipped;
                HasStarted |= shown.Kind is JobEventKind.JobStarted or JobEventKind.JobResumed;
                screen.Show(shown);
            }
        }

        return isSkipped ? ResultReporter.ReportSkipped(job, output) : ResultReporter.Report(job, output, error);
    }

    private RunRequest CreateRequest() => new()
    {
        Score = OpenStores.FullPath(options.Score) is { } file ? ScoreFile.Read(file, OpenStores.ReaderOf).OrThrow() : null,
        JobId = options.JobId,
        RunId = options.RunId,
        Selection = Selection,
        Fork = options.Fork,
        NewId = options.NewId,
        Tags = options.Tags,
        Parameters = ParameterArguments.Read(options.Parameters, Environment.GetEnvironmentVariable),
        Restart = options.Restart,
        Force = options.Force,
        WhenRunning = options.WhenRunning,
    };

    private SheetSelection? Selection => options.FromSheets.Count + options.Sheets.Count > 0 || options.Only is not null
        ? new SheetSelection { From = options.FromSheets, Sheets = options.Sheets, Only = options.Only ?? OnlySheets.All }
        : null;

    private static void RejectScripts(JobPlan plan)
    {
        PlannedSheet[] scripts =
        [
            .. plan.Sheets.Where(sheet => sheet is { Kind: "script", Action: not PlannedAction.Done })
                .OrderBy(sheet => sheet.Number),
        ];
        if (scripts.Length > 0)
            throw WorkerErrors.Scripts(plan, scripts);
    }
}
