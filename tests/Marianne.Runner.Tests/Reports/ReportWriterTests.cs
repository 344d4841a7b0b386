using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Reports;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage;
using Marianne.Storage.Memory;
using Marianne.Stores;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Reports;

public sealed class ReportWriterTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(TestJobs.Now);
    private readonly IJobStore _jobs =
        new JobStoreFactory(TimeProvider.System, SystemProcessList.Instance, _ => { }).Create(new StoreLocation(StoreKind.Memory, null));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder.Path, "report.json");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _jobs.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Without_a_condition_the_runs_of_the_job_that_was_updated_last_are_reported()
    {
        await SaveAsync("a-1", "a");
        await SaveAsync("b-1", "b");
        await SaveAsync("b-2", "b");

        Assert.Equal(2, await WriteAsync(new ReportSelection()));

        string text = await File.ReadAllTextAsync(FilePath, Token);
        Assert.Contains("\"b-1\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"a-1\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_does_not_exist_is_named_and_the_others_are_reported()
    {
        await SaveAsync("a-1", "a");
        List<string> missing = [];

        int count = await WriteAsync(new ReportSelection { Ids = ["none", "a-1", "a-1"] }, missing.Add);

        Assert.Equal(1, count);
        Assert.Equal(["none"], missing);
    }

    [Fact]
    public async Task Without_a_job_no_file_is_written()
    {
        Assert.Equal(0, await WriteAsync(new ReportSelection { Ids = ["none"] }));

        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public async Task A_watched_report_is_written_until_the_job_ends()
    {
        Job job = await SaveAsync("a-1", "a", JobStatus.Running);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        Task<int> watching = Writer().WriteAsync(Request(new ReportSelection()) with { Watch = true }, _ => { }, first.SetResult, Token);
        await first.Task;
        Assert.Contains("\"is_watched\": true", await File.ReadAllTextAsync(FilePath, Token), StringComparison.Ordinal);
        job.Status = JobStatus.Completed;
        await _jobs.SaveAsync(job, SaveMode.Overwrite, Token);
        while (!watching.IsCompleted)
        {
            _time.Advance(ReportWriter.WatchInterval);
            await Task.Yield();
        }

        Assert.Equal(1, await watching);
        string text = await File.ReadAllTextAsync(FilePath, Token);
        Assert.DoesNotContain("is_watched", text, StringComparison.Ordinal);
        Assert.Contains("\"Completed\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watched_report_stops_reloading_when_the_watch_is_stopped()
    {
        await SaveAsync("a-1", "a", JobStatus.Running);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Writer().WriteAsync(Request(new ReportSelection()) with { Watch = true }, _ => { }, stop.Cancel, stop.Token));

        Assert.DoesNotContain("is_watched", await File.ReadAllTextAsync(FilePath, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_file_is_kept_if_it_must_be()
    {
        await SaveAsync("a-1", "a");
        await File.WriteAllTextAsync(FilePath, "mine", Token);

        var error = await Assert.ThrowsAsync<MarianneException>(() =>
            Writer().WriteAsync(Request(new ReportSelection()) with { NoClobber = true }, _ => { }, () => { }, Token));

        Assert.Equal(MarianneError.ReportExists, error.Error);
        Assert.Equal("mine", await File.ReadAllTextAsync(FilePath, Token));
    }

    [Fact]
    public async Task The_report_says_what_no_live_worker_can_run()
    {
        var score = new Score { Name = "a", Workspace = _folder.Path, Sheets = [new ScoreSheet { Script = "1" }] };
        await _jobs.SaveAsync(JobDraft.Of(score, TestJobs.Now, "a-1"), SaveMode.IfUnchanged, Token);
        await _jobs.QueueAsync("a-1", 0, Token);

        await using var learning = new MemoryLearningStore(_time);
        await RunReports.CreateWriter(_jobs, learning, () => new Dictionary<string, InstrumentOptions>(), _time)
            .WriteAsync(Request(new ReportSelection()), _ => { }, () => { }, Token);

        string text = await File.ReadAllTextAsync(FilePath, Token);
        Assert.Matches(@"""missing_abilities"": \[\s+""script""\s+\]", text);
        Assert.Contains("\"command\": \"Invoke-MarianneJob -Worker\"", text, StringComparison.Ordinal);
    }

    private async Task<Job> SaveAsync(string id, string name, JobStatus status = JobStatus.Completed)
    {
        var job = new Job(id, name, 1, TestJobs.Now) { Status = status };
        await _jobs.SaveAsync(job, SaveMode.IfUnchanged, Token);
        return job;
    }

    private ReportWriter Writer() =>
        new(_jobs, RunReports.CreateReader(_jobs, null, () => new Dictionary<string, InstrumentOptions>()), _time);

    private ReportRequest Request(ReportSelection selection) => new() { Path = FilePath, Jobs = selection };

    private Task<int> WriteAsync(ReportSelection selection, Action<string>? onMissing = null) =>
        Writer().WriteAsync(Request(selection), onMissing ?? (_ => { }), () => { }, Token);
}
