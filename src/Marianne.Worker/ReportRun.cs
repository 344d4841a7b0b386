using Marianne.Jobs;
using Marianne.Reports;

namespace Marianne.Worker;

/// <summary>Writes a report of jobs.</summary>
/// <param name="options">The command line options.</param>
/// <param name="output">The standard output.</param>
/// <param name="error">The standard error.</param>
/// <param name="signals">The signals that end a watch.</param>
internal sealed class ReportRun(ReportRunOptions options, TextWriter output, TextWriter error, PauseSignals signals)
{
    /// <summary>Writes the report.</summary>
    /// <exception cref="MarianneException">The store or the file cannot be used.</exception>
    public async Task<ExitCode> RunAsync()
    {
        await using var stores = new OpenStores(options.Store, options.Learning, warning => error.WriteLine($"Warning: {warning}"));
        await stores.Jobs.OpenAsync(mustExist: options.Store is not null, signals.Token);

        string target = OpenStores.FullPath(options.Path)!;
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
        ReportWriter writer = RunReports.CreateWriter(stores.Jobs, stores.Learning, OpenStores.OwnProfiles, TimeProvider.System);
        try
        {
            int count = await writer.WriteAsync(request, missing.Add, Announce, signals.Token);
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
}
