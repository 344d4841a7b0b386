using Marianne.Executors;
using Marianne.Files;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage;
using Marianne.Storage.Yaml;
using Marianne.Stores;

namespace Marianne.Worker;

/// <summary>Runs a score, or shows its plan.</summary>
/// <param name="options">The command line options.</param>
/// <param name="output">The standard output.</param>
/// <param name="error">The standard error.</param>
/// <param name="signals">The signals that pause the job.</param>
internal sealed class ScoreRun(RunOptions options, TextWriter output, TextWriter error, PauseSignals signals)
{
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <summary>Indicates whether the run of the job has begun.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Runs the score, or shows its plan.</summary>
    /// <exception cref="MarianneException">The score is invalid, or the job cannot be run.</exception>
    public async Task<ExitCode> RunAsync()
    {
        RunRequest request = CreateRequest();
        StoreLocation jobsAt = StorePath(options.Store) is { } path ? StoreLocation.Of(path) : DefaultStores.Jobs;
        StoreLocation learningAt = StorePath(options.Learning) is { } file
            ? StoreLocation.OfLearning(file)
            : DefaultStores.LearningOf(jobsAt);
        await using IJobStore jobs = new JobStoreFactory(Time, SystemProcessList.Instance, Warn).Create(jobsAt);
        await using ILearningStore learning = new LearningStoreFactory(Time, Warn).Create(learningAt);

        try
        {
            JobPlan plan = await new JobPlanner(jobs, Time) { OwnInstruments = OwnProfiles }.PlanAsync(request, signals.Token);
            RejectScripts(plan);
            if (!options.Plan)
                return await RunAsync(jobs, learning, plan);

            PlanFormatter.Write(plan, output);
            return ExitCode.Completed;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            output.WriteLine("Paused before a sheet was started.");
            return ExitCode.Paused;
        }
    }

    private async Task<ExitCode> RunAsync(IJobStore jobs, ILearningStore learning, JobPlan plan)
    {
        var commands = new ProcessCommandRunner(Time);
        var runner = new JobRunner(new RunnerServices
        {
            Jobs = jobs,
            Learning = learning,
            Commands = commands,
            Executors = [new CommandExecutor(commands)],
            OwnInstruments = OwnProfiles,
            Time = Time,
        });
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
        Score = FullPath(options.Score) is { } file ? ScoreFile.Read(file, ReaderOf).OrThrow() : null,
        JobId = options.JobId,
        Tags = options.Tags,
        Parameters = ParameterArguments.Read(options.Parameters, Environment.GetEnvironmentVariable),
        Restart = options.Restart,
        Force = options.Force,
        WhenRunning = options.WhenRunning,
    };

    internal static IReadOnlyDictionary<string, InstrumentOptions> OwnProfiles() => OwnInstruments.Read(ReaderOf);

    private static IScoreReader ReaderOf(ScoreFormat format) => format switch
    {
        ScoreFormat.Yaml => new YamlScoreReader(),
        ScoreFormat.Json => new JsonScoreReader(),
        _ => throw WorkerErrors.PowerShellData(),
    };

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

    private void Warn(string warning) => error.WriteLine($"Warning: {warning}");

    internal static string? StorePath(string? path)
    {
        if (path is { Length: > 0 })
            StoreLocation.CheckPath(path);
        return FullPath(path);
    }

    internal static string? FullPath(string? path)
    {
        try
        {
            return path is null ? null : Path.GetFullPath(HomePath.Expand(path));
        }
        catch (ArgumentException)
        {
            throw WorkerErrors.NotAPath(path!);
        }
    }
}
