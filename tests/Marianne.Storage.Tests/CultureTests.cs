using System.Globalization;
using System.Text;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Scores;
using Marianne.Storage.Json;
using Marianne.Storage.Sqlite;
using Marianne.Storage.Yaml;
using Marianne.Testing;
using Marianne.Waits;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests;

/// <summary>
/// Tests that the culture of a session changes neither what is stored nor how it is read. The cultures differ in digits, calendars,
/// decimal separators, signs and the case of i.
/// </summary>
public sealed class CultureTests : IDisposable
{
    private static readonly DateTimeOffset Now =
        new DateTimeOffset(2026, 12, 1, 7, 5, 9, TimeSpan.Zero).AddMicroseconds(123_450);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Now);
    private readonly FakeProcessList _processes = new();

    public static TheoryData<string> Cultures => ["tr-TR", "de-DE", "fa-IR", "ar-SA", "th-TH", "sv-SE", "hi-IN", ""];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Stores_hold_the_same_and_read_it(string culture)
    {
        string expected = await In("", () => WriteAsync("expected"));
        string actual = await In(culture, () => WriteAsync("actual"));

        Assert.Equal(expected, actual);
        await In(culture, ReadAsync);
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Scores_mean_the_same(string culture)
    {
        const string Text = """
            name: INDIGO
            workspace: out
            sheets: [{ command: a, timeout_seconds: 1.5 }, { command: b }]
            retry: { base_delay_seconds: 0.25 }
            cost_limits: { max_cost_per_job: 1234.5 }
            validations: [{ type: file_exists, path: i, condition: sheet_num >= 2 }]
            """;

        string expected = await In("", Read);
        Assert.Equal(expected, await In(culture, Read));

        Task<string> Read()
        {
            var result = ScoreReadResult.Of(new YamlScoreReader().Read(Text), "/work");
            Assert.Empty(result.Problems);
            string json = ScoreSnapshot.Of(result.Score!).Json;
            Assert.Equal(json, ScoreSnapshot.Of(ScoreJson.Read(json, "/work", null)).Json);
            return Task.FromResult(json + new YamlScoreWriter().Write(new YamlScoreReader().Read(Text)));
        }
    }

    private static async Task<T> In<T>(string culture, Func<Task<T>> action)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return await action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Writes a job with all values to new stores and returns all that they hold.</summary>
    private async Task<string> WriteAsync(string name)
    {
        string database = _folder[$"{name}.db"];
        string folder = _folder[name];
        await using (var sqlite = new SqliteJobStore(database, _time, _processes))
            await WriteAsync(sqlite);
        await using (var json = new JsonJobStore(folder, _time, _processes))
            await WriteAsync(json);

        var held = new StringBuilder();
        using (var plain = new PlainSqlite(database))
        {
            foreach (string table in (string[])["jobs", "sheets", "execution_history", "marianne_sheets", "marianne_runners"])
                held.AppendJoin('\n', plain.Rows($"SELECT * FROM {table}")).AppendLine();
        }

        foreach (string file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            held.AppendLine(Path.GetFileName(file)).AppendLine(await File.ReadAllTextAsync(file, Cancellation));
        return held.ToString();
    }

    private async Task WriteAsync(IJobStore store)
    {
        await store.SaveAsync(Samples.FullJob("full", _processes.Current, Now), SaveMode.IfUnchanged, Cancellation);
        var attempt = new Execution(0, "full", 1, 2, "p", "o", -1, TimeSpan.FromSeconds(1234.5), Now);
        await store.RecordExecutionsAsync([attempt], Cancellation);
    }

    private async Task<bool> ReadAsync()
    {
        IJobStore[] stores =
        [
            new SqliteJobStore(_folder["expected.db"], _time, _processes),
            new JsonJobStore(_folder["expected"], _time, _processes),
        ];
        foreach (IJobStore store in stores)
        {
            Job job = (await store.LoadAsync("full", Cancellation))!;
            Assert.Empty(job.FindDamaged());
            Assert.Equal(12.345678, job.Sheets[0].ExecutionDuration!.Value.TotalSeconds);
            Samples.AssertEqual((await In("", () => store.LoadAsync("full", Cancellation).AsTask()))!, job);
            Execution attempt = await store.ListExecutionsAsync(new ExecutionQuery(), Cancellation).SingleAsync(Cancellation);
            Assert.Equal((-1, TimeSpan.FromSeconds(1234.5), Now), (attempt.ExitCode, attempt.Duration, attempt.ExecutedAt));
            Assert.Equal(1, await store.CountAsync(JobQuery.All with { UpdatedAfter = Now.AddHours(-1) }, Cancellation));
            Assert.Equal(1, await store.CountAsync(JobQuery.All with { IdPrefix = "FULL" }, Cancellation));
            await store.UpdateSheetAsync("full", 3, new SheetUpdate.Skip(), Cancellation);
            await store.DisposeAsync();
        }

        await using var learning = new SqliteLearningStore(_folder[$"{CultureInfo.CurrentCulture.LCID}.db"], _time);
        var recovery = new LearnedRecovery { ErrorCode = "E1", ActualWait = TimeSpan.FromSeconds(1234.5), Recovered = true };
        await learning.RecordRecoveriesAsync([recovery], Cancellation);
        WaitSamples samples = await learning.GetWaitSamplesAsync("E1", null, Cancellation);
        Assert.Equal([1234.5], samples.Recent);
        return true;
    }
}
