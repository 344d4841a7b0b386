using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Processes;
using Marianne.Reports;
using Marianne.Storage;
using Marianne.Stores;

namespace Marianne.ReportSamples;

/// <summary>Jobs in a store, of which a report is written.</summary>
internal abstract class Sample : IAsyncDisposable
{
    private readonly Dictionary<string, Job> _jobs = [];
    private readonly List<Execution> _attempts = [];

    /// <param name="path">The path of the job store; <c>null</c> for memory.</param>
    protected Sample(string? path = null)
    {
        StoreLocation location = path is null ? new StoreLocation(StoreKind.Memory, null) : StoreLocation.Of(path);
        Jobs = new JobStoreFactory(Clock, SystemProcessList.Instance, Console.Error.WriteLine).Create(location);
        Learning = new LearningStoreFactory(Clock, Console.Error.WriteLine).Create(new StoreLocation(StoreKind.Memory, null));
    }

    protected FixedClock Clock { get; } = new();

    protected IJobStore Jobs { get; }

    protected ILearningStore Learning { get; }

    protected Random Chance { get; } = new(7);

    /// <summary>Creates the jobs.</summary>
    public abstract Task CreateAsync();

    public async Task<Report> ReadAsync(ReportOptions options)
    {
        List<Job> jobs = [];
        await foreach (Job job in Jobs.ListAsync(JobQuery.All, CancellationToken.None))
            jobs.Add(job);
        return await RunReports.CreateReader(Jobs, Learning, () => new Dictionary<string, InstrumentOptions>())
            .ReadAsync(jobs, options, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        await Learning.DisposeAsync();
    }

    protected Job NewJob(string id, string name, int sheets)
    {
        _attempts.Clear();
        return _jobs[id] = new Job(id, name, sheets, Clock.Now) { StartedAt = Clock.Now };
    }

    /// <summary>Gives the items of a sheet their sheets.</summary>
    protected static void AddItems(Job job, int parent, IEnumerable<string> keys) =>
        ItemTransitions.Expand(job, new ItemList([.. keys.Select(key => new ItemInput(key, "1"))]) { Parent = parent });

    /// <summary>Records an attempt that starts at a time, and returns its end.</summary>
    protected DateTimeOffset Attempt(
        Sheet sheet, DateTimeOffset start, double seconds, string? errorCode, string prompt, string output)
    {
        int number = ++sheet.AttemptCount;
        DateTimeOffset end = start.AddSeconds(seconds);
        int exitCode = errorCode is null ? 0 : 1;
        _attempts.Add(new Execution(0, sheet.JobId, sheet.Number, number, prompt, output, exitCode, TimeSpan.FromSeconds(seconds), end));
        sheet.StartedAt = start;
        sheet.CompletedAt = end;
        sheet.ExitCode = exitCode;
        if (errorCode is not null)
        {
            sheet.Measures = sheet.Measures with
            {
                ErrorCode = errorCode,
                ErrorCodes = [.. sheet.Measures.ErrorCodes.Append(errorCode).Distinct()],
                AttemptErrors = sheet.Measures.AttemptErrors.Append(new(number, errorCode)).ToDictionary(),
            };
        }

        return end;
    }

    protected async Task SaveAsync(Job job, DateTimeOffset end)
    {
        Clock.Now = end;
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, CancellationToken.None);
        foreach (Execution[] some in _attempts.Chunk(1000))
            await Jobs.RecordExecutionsAsync(some, CancellationToken.None);
    }
}
