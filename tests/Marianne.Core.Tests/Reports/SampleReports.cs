using Marianne.Jobs;
using Marianne.Reports;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Reports;

/// <summary>Jobs with attempts, and their reports.</summary>
internal sealed class SampleReports : IAttemptReader
{
    public static readonly DateTimeOffset Start = TestJobs.Now;

    private readonly List<Execution> _attempts = [];

    public Job Job { get; } = new("night-1", "Nightly", 3, Start) { Status = JobStatus.Failed, StartedAt = Start };

    public string? Secret { get; init; }

    /// <summary>Records an attempt that ended so many seconds after the start of the job.</summary>
    public void Add(int sheet, int attempt, double end, double duration, int? exitCode = 0, string? output = null, string? prompt = null,
        int run = 1)
    {
        var recorded = new Execution(
            _attempts.Count + 1, Job.Id, sheet, attempt, prompt, output, exitCode, TimeSpan.FromSeconds(duration), Start.AddSeconds(end));
        _attempts.Add(recorded with { Run = run });
        Sheet(sheet).AttemptCount = Math.Max(attempt, Sheet(sheet).AttemptCount);
    }

    public Sheet Sheet(int number) => Job.Sheets[number - 1];

    public void End(int sheet, SheetStatus status, string? errorCode = null, params string[] attemptErrors)
    {
        Sheet(sheet).Status = status;
        Sheet(sheet).Measures = Sheet(sheet).Measures with
        {
            ErrorCode = errorCode,
            AttemptErrors = attemptErrors.Select((code, index) => (code, index)).ToDictionary(pair => pair.index + 1, pair => pair.code),
        };
    }

    public async Task<Report> ReadAsync(ReportTexts texts = ReportTexts.Failed)
    {
        var reader = new ReportReader(this, null, _ => text => Secret is null ? text : text.Replace(Secret, "***", StringComparison.Ordinal));
        return await reader.ReadAsync([Job], new ReportOptions { Texts = texts }, TestContext.Current.CancellationToken);
    }

    public async Task<JobReport> ReadJobAsync(ReportTexts texts = ReportTexts.Failed) => (await ReadAsync(texts)).Jobs[0];

    public IAsyncEnumerable<Execution> ListExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken) =>
        _attempts.OrderBy(attempt => attempt.ExecutedAt).ToAsyncEnumerable();

    public ValueTask<long> CountExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken) => new(_attempts.Count);
}
