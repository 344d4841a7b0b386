using System.Text;
using Marianne.Jobs;
using Marianne.Storage.Postgres;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of job stores whose server is disturbed at each request.</summary>
public sealed class PostgresJobFaultTests : PostgresFaultTests<IJobStore>
{
    private const string Id = "nightly";
    private const int Listed = 120;

    private static readonly JobKey Key = JobKey.Of(Id, Path.GetTempPath());
    private Job? _job;

    private Job Loaded => _job!;

    [Theory]
    [MemberData(nameof(Names))]
    public Task An_operation_has_one_effect_although_a_request_is_disturbed(string name) => HasOneEffectAsync(Operations[name]);

    [Theory]
    [MemberData(nameof(Names))]
    public Task An_operation_fails_clearly_if_all_requests_are_disturbed(string name) => FailsClearlyAsync(Operations[name]);

    public static TheoryData<string> Names() => new(new PostgresJobFaultTests().Operations.Keys);

    private protected override IJobStore Create(PostgresDatabase database) => new PostgresJobStore(database, Time, new FakeProcessList());

    private protected override async Task ChangeNothingAsync(IJobStore store) =>
        Assert.False(await store.DeleteAsync("none", Cancellation));

    private Dictionary<string, FaultedOperation<IJobStore>> Operations => new()
    {
        ["save new"] = new(
            DeleteAsync,
            async store => await store.SaveAsync(NewSample(), SaveMode.IfUnchanged, Cancellation),
            async store => await store.LoadAsync(Id, Cancellation) is { Description: "new", Tag.Count: 1 } ? 1 : 0),
        ["save"] = new(
            CreateAsync,
            async store =>
            {
                Loaded.TotalRetryCount++;
                Loaded.Sheets[1].AttemptCount++;
                await store.SaveAsync(Loaded, SaveMode.IfUnchanged, Cancellation);
                Assert.False(Loaded.IsChanged);
            },
            async store =>
            {
                Job job = (await store.LoadAsync(Id, Cancellation))!;
                Assert.Equal(job.TotalRetryCount, job.Sheets[1].AttemptCount);
                return job.TotalRetryCount;
            }),
        ["create with a key"] = new(
            DeleteAsync,
            async store => Assert.Null(await store.CreateAsync(NewSample(), Key, _ => true, Cancellation)),
            async store => await store.LoadAsync(Id, Cancellation) is { Description: "new" } ? await CountAsync("marianne_job_keys") : 0),
        ["create with a key that is taken"] = new(
            async store =>
            {
                await DeleteAsync(store);
                await store.CreateAsync(NewSample(), Key, _ => true, Cancellation);
            },
            async store => Assert.Equal(
                Id, await store.CreateAsync(new Job("other", "other", 1, TestJobs.Now), Key, _ => true, Cancellation))),
        ["update"] = new(
            CreateAsync,
            async store => await store.UpdateAsync(
                Id, new JobUpdate.Cancel { History = [Encoding.UTF8.GetBytes("{}")] }, Cancellation),
            async store => (await store.LoadHeaderAsync(Id, Cancellation))!.Status == JobStatus.Cancelled
                ? await CountAsync("marianne_histories")
                : 0),
        ["start a sheet"] = new(
            CreateAsync,
            async store => Assert.Equal(1, (await store.UpdateSheetAsync(Id, 2, TestJobs.Start, Cancellation)).Sheet.AttemptCount),
            async store => (await store.LoadSheetsAsync(Id, [2], Cancellation))[0].AttemptCount),
        ["complete the last sheet"] = new(
            async store =>
            {
                await CreateAsync(store);
                for (int number = 1; number < 3; number++)
                    await store.UpdateSheetAsync(Id, number, TestJobs.Complete, Cancellation);
            },
            async store =>
            {
                SheetUpdate update = TestJobs.Complete with
                {
                    Attempt = Attempt(1) with { SheetNumber = 3 },
                    Measures = Samples.Measures(TestJobs.Now),
                };
                Assert.Equal(JobStatus.Completed, (await store.UpdateSheetAsync(Id, 3, update, Cancellation)).Job.Status);
            },
            async store => (await store.LoadAsync(Id, Cancellation)) is { Status: JobStatus.Completed } job
                && job.Sheets[2].Measures.Model is not null
                    ? await CountAsync("execution_history")
                    : 0),
        ["record attempts"] = new(
            CreateAsync,
            async store => Assert.Equal(2, (await store.RecordExecutionsAsync([Attempt(1), Attempt(2)], Cancellation)).Count),
            async _ => await CountAsync("execution_history") / 2),
        ["attach a history"] = new(
            CreateAsync,
            async store => await store.AttachHistoryAsync(Id, 1, new MemoryStream(new byte[200_000]), Cancellation),
            async store => (await store.ListHistoriesAsync(Id, Cancellation)).Sum(history => history.Length) / 200_000),
        ["detach a history"] = new(
            CreateAttachedAsync,
            async store => Assert.True(await store.DetachHistoryAsync(Id, null, Cancellation)),
            async store => 1 - (await store.ListHistoriesAsync(Id, Cancellation)).Count),
        ["delete"] = new(
            CreateAsync,
            async store => Assert.True(await store.DeleteAsync(Id, Cancellation)),
            async store => await store.LoadHeaderAsync(Id, Cancellation) is null ? 1 : 0),
        ["import"] = new(
            DeleteAsync,
            store => ImportAsync(store, replace: false),
            async store => await store.LoadHeaderAsync(Id, Cancellation) is null ? 0 : await CountAsync("execution_history") / 2),
        ["import over another"] = new(
            async store =>
            {
                await CreateAttachedAsync(store);
                await store.RecordExecutionsAsync([Attempt(1), Attempt(2), Attempt(3)], Cancellation);
            },
            store => ImportAsync(store, replace: true),
            async store => (await store.LoadHeaderAsync(Id, Cancellation))!.Description == "new"
                ? await CountAsync("execution_history") / 2
                : 0),
        ["load"] = new(
            CreateAsync,
            async store => Assert.Equal(3, (await store.LoadAsync(Id, Cancellation))!.Sheets.Count)),
        ["load sheets"] = new(
            CreateAsync,
            async store => Assert.Equal(2, (await store.LoadSheetsAsync(Id, [3, 1], Cancellation)).Count)),
        ["list"] = new(
            CreateListedAsync,
            async store =>
            {
                List<Job> jobs = await store
                    .ListAsync(new JobQuery { WithSheets = true, First = long.MaxValue }, Cancellation).ToListAsync(Cancellation);
                Assert.Equal(Listed, jobs.DistinctBy(job => job.Id).Count());
                Assert.Equal(Listed, jobs.Count);
                Assert.All(jobs, job => Assert.Equal(SheetStatus.Skipped, job.Sheets[0].Status));
            }),
        ["count"] = new(
            CreateListedAsync,
            async store => Assert.Equal(Listed, await store.CountAsync(JobQuery.All, Cancellation))),
        ["list attempts"] = new(
            async store =>
            {
                await CreateAsync(store);
                await store.RecordExecutionsAsync([.. Enumerable.Range(1, 150).Select(Attempt)], Cancellation);
            },
            async store => Assert.Equal(
                Enumerable.Range(1, 150),
                (await store.ListExecutionsAsync(
                    new ExecutionQuery { JobId = Id, OldestFirst = true, First = long.MaxValue }, Cancellation)
                    .ToListAsync(Cancellation)).Select(attempt => attempt.AttemptNumber))),
        ["read a history"] = new(
            CreateAttachedAsync,
            async store =>
            {
                await using Stream? content = await store.OpenHistoryAsync(Id, null, Cancellation);
                Assert.Equal(2, content!.Length);
                Assert.Single(await store.ListHistoriesAsync(Id, Cancellation));
            }),
        ["measure"] = new(
            CreateAsync,
            async store => Assert.Equal(0, (await store.GetStatisticsAsync(Id, Cancellation)).CompletedSheets)),
    };

    private static Job NewSample() => new(Id, Id, 3, TestJobs.Now) { Description = "new", Tag = ["team"] };

    private static Execution Attempt(int number) =>
        new(0, Id, 1, number, "prompt", "output", 0, TimeSpan.FromSeconds(1), TestJobs.Now.AddSeconds(number));

    private static async Task DeleteAsync(IJobStore store)
    {
        foreach (Job job in await store.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation))
            await store.DeleteAsync(job.Id, Cancellation);
    }

    private async Task CreateAsync(IJobStore store)
    {
        await DeleteAsync(store);
        _job = new Job(Id, Id, 3, TestJobs.Now);
        await store.SaveAsync(_job, SaveMode.IfUnchanged, Cancellation);
    }

    private async Task CreateAttachedAsync(IJobStore store)
    {
        await CreateAsync(store);
        await store.AttachHistoryAsync(Id, null, new MemoryStream("{}"u8.ToArray()), Cancellation);
    }

    private static async Task CreateListedAsync(IJobStore store)
    {
        if (await store.CountAsync(JobQuery.All, Cancellation) == Listed)
            return;

        for (int number = 0; number < Listed; number++)
        {
            var job = new Job($"job{number}", "listed", 1, TestJobs.Now);
            job.Sheets[0].Status = SheetStatus.Skipped;
            await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        }
    }

    private static async Task ImportAsync(IJobStore store, bool replace)
    {
        await using IJobImport import = await store.BeginImportAsync(NewSample(), replace, Cancellation);
        await import.AddExecutionsAsync([Attempt(1), Attempt(2)], Cancellation);
        await import.AddHistoryAsync(1, new MemoryStream("{}"u8.ToArray()), Cancellation);
        await import.CommitAsync(Cancellation);
    }

    private async Task<long> CountAsync(string table) => (long)(await Schema.Scalar($"SELECT count(*) FROM main.{table}"))!;
}
