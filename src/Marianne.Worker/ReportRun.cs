using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Processes;
using Marianne.Reports;
using Marianne.Storage;
using Marianne.Stores;

namespace Marianne.Worker;

/// <summary>Writes a report of jobs.</summary>
/// <param name="options">The command line options.</param>
/// <param name="output">The standard output.</param>
/// <param name="error">The standard error.</param>
/// <param name="signals">The signals that end a watch.</param>
internal sealed class ReportRun(ReportRunOptions options, TextWriter output, TextWriter error, PauseSignals signals)
{
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <summary>Writes the report.</summary>
    /// <exception cref="MarianneException">The store or the file cannot be used.</exception>
    public async Task<ExitCode> RunAsync()
    {
        StoreLocation jobsAt = ScoreRun.StorePath(options.Store) is { } path ? StoreLocation.Of(path) : DefaultStores.Jobs;
        StoreLocation learningAt = ScoreRun.StorePath(options.Learning) is { } file
            ? StoreLocation.OfLearning(file)
            : DefaultStores.LearningOf(jobsAt);
        await using IJobStore jobs = new JobStoreFactory(Time, SystemProcessList.Instance, Warn).Create(jobsAt);
        await using ILearningStore learning = new LearningStoreFactory(Time, Warn).Create(learningAt);
        await jobs.OpenAsync(mustExist: options.Store is not null, signals.Token);

        string target = ScoreRun.FullPath(options.Path)!;
        List<string> missing = [];
        var request = new ReportRequest
        {
            Path = target,
            Jobs = new ReportSelection
            {
                Ids = options.Ids.Count > 0 ? options.Ids : null,
                Name = options.Name is { } name ? other => other.Equals(name, StringComparison.OrdinalIgnoreCase) : null,
            },
            Format = options.Format,
            Texts = options.Texts,
            Watch = options.Watch,
            Force = options.Force,
            NoClobber = options.NoClobber,
        };
        var reader = RunReports.CreateReader(jobs, learning, ScoreRun.OwnProfiles);
        try
        {
            int count = await new ReportWriter(jobs, reader, Time).WriteAsync(request, missing.Add, Announce, signals.Token);
            foreach (string id in missing)
                WorkerCommand.WriteError(error, OptionText.OfError(JobErrors.NotFound(id).Message));
            if (count == 0 && missing.Count == 0)
                WorkerCommand.WriteError(error, "There is no job to report, so no file was written.");
            return count > 0 && missing.Count == 0 ? ExitCode.Completed : ExitCode.BadScore;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return ExitCode.Completed; // A watch ends when its user ends it.
        }

        void Announce() => output.WriteLine($"The report is {target}.");
    }

    private void Warn(string warning) => error.WriteLine($"Warning: {warning}");
}
