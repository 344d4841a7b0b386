using Marianne.Jobs;
using Marianne.Storage.Memory;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task Clearing_removes_ended_jobs_with_everything_and_keeps_their_figures()
    {
        EndedJob first = await SaveEnded("first", exitCodes: [1, 0]);
        await SaveEnded("second", exitCodes: [0]);
        await SaveNew("stays");

        HistoryAmount planned = (await Store.MeasureHistoryAsync(HistoryPart.Jobs, [first], Cancellation)).Amount;
        ClearedHistory cleared = await Store.ClearHistoryAsync(HistoryPart.Jobs, [first], Cancellation);

        Assert.Equal((1, 2), (planned.Jobs, planned.Attempts));
        Assert.True(planned.Bytes > 20);
        Assert.Equal((1, 2), (cleared.Amount.Jobs, cleared.Amount.Attempts));
        Assert.Equal(1, cleared.Finished);
        Assert.Equal(["second", "stays"], (await ListIds()).Order());
        Assert.Equal(0, await Store.CountExecutionsAsync(new ExecutionQuery { JobId = "first" }, Cancellation));
        Assert.Equal(
            [new ArchivedFigures("Name of first", JobStatus.Completed, 1, new AttemptFigures(2, 1, 2, 8))],
            await Store.ListArchivedFiguresAsync(Cancellation));
    }

    [Fact]
    public async Task A_job_of_a_cleared_id_begins_without_anything_of_the_former_one()
    {
        EndedJob first = await SaveEnded("nightly", exitCodes: [1, 0]);
        await Store.AttachHistoryAsync("nightly", null, new MemoryStream("{}"u8.ToArray()), Cancellation);
        await Store.ClearHistoryAsync(HistoryPart.Jobs, [first], Cancellation);
        await SaveNew();

        Assert.Empty((await Load()).Tag);
        Assert.Empty(await OutputsOf());
        Assert.Empty(await Store.ListHistoriesAsync("nightly", Cancellation));
        Assert.Equal(0, (await Store.GetStatisticsAsync("nightly", Cancellation)).TotalExecutions);
    }

    [Fact]
    public async Task Figures_of_one_name_and_outcome_add_up()
    {
        EndedJob[] ended = [await SaveEnded("a", [0], name: "x"), await SaveEnded("b", [3], name: "x")];
        await SaveNew("c", change: job => (job.Name, job.Status, job.CompletedAt) = ("x", JobStatus.Failed, Start));
        EndedJob failed = EndedJob.Of(await Load("c"))!;

        foreach (EndedJob job in ended.Append(failed))
            await Store.ClearHistoryAsync(HistoryPart.Jobs, [job], Cancellation);

        Assert.Equal(
            [
                new ArchivedFigures("x", JobStatus.Completed, 2, new AttemptFigures(2, 1, 2, 8)),
                new ArchivedFigures("x", JobStatus.Failed, 1, default),
            ],
            (await Store.ListArchivedFiguresAsync(Cancellation)).OrderBy(figures => figures.Status));
    }

    [Fact]
    public async Task Cleared_attempts_stay_in_the_statistics_of_their_job()
    {
        EndedJob job = await SaveEnded("nightly", exitCodes: [1, 0]);
        JobStatistics before = await Store.GetStatisticsAsync("nightly", Cancellation);

        ClearedHistory cleared = await Store.ClearHistoryAsync(HistoryPart.Attempts, [job], Cancellation);
        ClearedHistory again = await Store.ClearHistoryAsync(HistoryPart.Attempts, [job], Cancellation);

        Assert.Equal((1, 2), (cleared.Amount.Jobs, cleared.Amount.Attempts));
        Assert.Equal(default, again.Amount);
        Assert.Empty(await AttemptsOf());
        Assert.Equal(before, await Store.GetStatisticsAsync("nightly", Cancellation));

        Execution next = (await Store.RecordExecutionsAsync([Attempt("nightly", 3, 0)], Cancellation))[0];
        Assert.Equal([next], await AttemptsOf());
        Assert.Equal(3, (await Store.GetStatisticsAsync("nightly", Cancellation)).TotalExecutions);
        Assert.Equal(new AttemptFigures(2, 1, 2, 8), await Store.GetArchivedAttemptsAsync("nightly", Cancellation));

        await Store.ClearHistoryAsync(HistoryPart.Jobs, [job], Cancellation);
        Assert.Equal(3, (await Store.ListArchivedFiguresAsync(Cancellation))[0].Attempts.Attempts);
        Assert.Equal(default, await Store.GetArchivedAttemptsAsync("nightly", Cancellation));
    }

    [Fact]
    public async Task A_removed_job_leaves_no_figures_of_its_attempts()
    {
        EndedJob job = await SaveEnded("nightly", exitCodes: [0]);
        await Store.ClearHistoryAsync(HistoryPart.Attempts, [job], Cancellation);

        await Store.DeleteAsync("nightly", Cancellation);
        await SaveNew();

        Assert.Equal(0, (await Store.GetStatisticsAsync("nightly", Cancellation)).TotalExecutions);
        Assert.Empty(await Store.ListArchivedFiguresAsync(Cancellation));
    }

    [Fact]
    public async Task Cleared_outputs_leave_the_attempts()
    {
        EndedJob job = await SaveEnded("nightly", exitCodes: [1, 0]);
        List<Execution> before = await AttemptsOf();

        ClearedHistory cleared = await Store.ClearHistoryAsync(HistoryPart.Output, [job], Cancellation);
        ClearedHistory again = await Store.ClearHistoryAsync(HistoryPart.Output, [job], Cancellation);

        Assert.Equal(new HistoryAmount(1, 2, 2 * "Prompt ✓Output ü".Length + 2 * 3), cleared.Amount);
        Assert.Equal(default, again.Amount);
        Assert.Equal(before.Select(attempt => attempt with { Prompt = null, Output = null }), await AttemptsOf());
    }

    [Theory]
    [InlineData(HistoryPart.Jobs)]
    [InlineData(HistoryPart.Attempts)]
    [InlineData(HistoryPart.Output)]
    public async Task What_is_cleared_is_what_was_measured(HistoryPart part)
    {
        await SaveNew(sheets: 1);
        await CompleteWith(1, Output(1, "text", $"\"{new string('x', 1000)}\""), Output(1, "file", file: LargeFile));
        await Store.AttachHistoryAsync("nightly", null, new MemoryStream(new byte[6000]), Cancellation);
        await Store.RecordExecutionsAsync(
            [Attempt("nightly", 1, 0), Attempt("nightly", 2, 0) with { Prompt = null, Output = null }], Cancellation);
        await SaveNew("asks", change: job =>
        {
            (job.Status, job.CompletedAt) = (JobStatus.Failed, Start);
            job.Sheets[1].Status = SheetStatus.Fermata;
        });
        EndedJob large = await SaveEnded("large", [.. Enumerable.Repeat(0, 60)]);
        EndedJob changed = await SaveEnded("changed", exitCodes: [0]);
        EndedJob[] ended =
            [large, EndedJob.Of(await Load())!, EndedJob.Of(await Load("asks"))!, changed with { UpdatedAt = Start.AddDays(-1) }];

        MeasuredHistory measured = await Store.MeasureHistoryAsync(part, ended, Cancellation);
        HistoryAmount cleared = default;
        List<string> unused = [];
        for (int next = 0; next < ended.Length;)
        {
            ClearedHistory step = await Store.ClearHistoryAsync(part, ended[next..], Cancellation);
            next += step.Finished;
            cleared += step.Amount;
            unused.AddRange(step.UnusedFiles.Select(output => output.Name));
        }

        Assert.Equal(measured.Amount, cleared);
        Assert.Equal((2, part == HistoryPart.Output ? 61 : 62), (cleared.Jobs, cleared.Attempts));
        Assert.InRange(cleared.Bytes, 61 * 15 + (part == HistoryPart.Jobs ? 7000 : 0), 61 * 100 + (part == HistoryPart.Jobs ? 20_000 : 0));
        Assert.Equal(measured.UnusedFiles.Select(output => output.Name), unused);
        Assert.Equal(part == HistoryPart.Jobs ? ["file"] : [], unused);
        Assert.Equal(default, (await Store.MeasureHistoryAsync(part, ended, Cancellation)).Amount);
    }

    [Theory]
    [InlineData(JobStatus.Running)]
    [InlineData(JobStatus.Paused)]
    [InlineData(JobStatus.PausedAtChain)]
    [InlineData(JobStatus.Pending)]
    public async Task A_job_that_has_resumed_since_it_was_listed_is_kept(JobStatus status)
    {
        EndedJob listed = await SaveEnded("nightly", exitCodes: [0]);
        Job job = await Load();
        job.Status = status;
        Time.Advance(TimeSpan.FromSeconds(1));
        await Store.SaveAsync(job, SaveMode.Overwrite, Cancellation);

        foreach (HistoryPart part in Enum.GetValues<HistoryPart>())
        {
            ClearedHistory cleared = await Store.ClearHistoryAsync(part, [listed], Cancellation);
            Assert.Equal((1, default), (cleared.Finished, cleared.Amount));
        }

        Assert.Single(await AttemptsOf());
    }

    [Fact]
    public async Task A_job_that_ended_again_since_it_was_listed_is_kept()
    {
        EndedJob listed = await SaveEnded("nightly", exitCodes: [0]);
        Job job = await Load();
        job.ErrorMessage = "again";
        Time.Advance(TimeSpan.FromSeconds(1));
        await Store.SaveAsync(job, SaveMode.Overwrite, Cancellation);

        Assert.Equal(default, (await Store.ClearHistoryAsync(HistoryPart.Jobs, [listed], Cancellation)).Amount);
        Assert.Equal(["nightly"], await ListIds());
    }

    [Fact]
    public async Task A_job_that_waits_for_an_approval_or_is_claimed_is_kept()
    {
        await SaveNew("asks", change: job =>
        {
            (job.Status, job.CompletedAt) = (JobStatus.Failed, Start);
            job.Sheets[1].Status = SheetStatus.Fermata;
        });
        await SaveNew("claimed");
        Worker worker = new("w1", Processes.Current, Start);
        GrantedClaim claim = await Store.ClaimJobAsync(
            "claimed", worker, new JobUpdate.Run(Processes.Current), TimeSpan.FromSeconds(30), Cancellation);
        await Store.UpdateAsync("claimed", new JobUpdate.Cancel(), Cancellation);
        EndedJob[] ended = [EndedJob.Of(await Load("asks"))!, EndedJob.Of(await Load("claimed"))!];

        Assert.Equal(new ClearedHistory(2, default).Amount, (await Store.ClearHistoryAsync(HistoryPart.Jobs, ended, Cancellation)).Amount);
        Assert.Equal(["asks", "claimed"], (await ListIds()).Order());

        await Store.ReleaseAsync("claimed", claim.Token, null, Cancellation);
        await Store.ClearHistoryAsync(HistoryPart.Jobs, [ended[0], EndedJob.Of(await Load("claimed"))!], Cancellation);
        Assert.Equal(["asks"], await ListIds());
    }

    [Fact]
    public async Task Files_of_outputs_are_unused_unless_another_job_has_them()
    {
        await SaveNew(sheets: 1);
        await SaveNew("fork");
        await CompleteWith(1, Output(1, "own", file: LargeFile with { Path = "/work/own.json" }), Output(1, "shared", file: LargeFile));
        await UpdateSheet(1, StartHere, "fork");
        await UpdateSheet(
            1,
            new SheetUpdate.Complete(SheetResult.Empty) { Outputs = [Output(1, "shared", file: LargeFile) with { JobId = "fork" }] },
            "fork");
        EndedJob ended = EndedJob.Of(await Load())!;

        ClearedHistory cleared = await Store.ClearHistoryAsync(HistoryPart.Jobs, [ended], Cancellation);

        Assert.Equal(["own"], cleared.UnusedFiles.Select(output => output.Name));
    }

    [Fact]
    public async Task Jobs_that_do_not_exist_and_empty_stores_have_nothing_to_clear()
    {
        EndedJob missing = new("missing", "x", JobStatus.Completed, Start, Start);

        Assert.Equal(default, (await Store.MeasureHistoryAsync(HistoryPart.Jobs, [missing], Cancellation)).Amount);
        Assert.Empty(await Store.ListArchivedFiguresAsync(Cancellation));
        Assert.Equal(default, await Store.GetArchivedAttemptsAsync("missing", Cancellation));
        Assert.False((await Store.ReleaseSpaceAsync(Cancellation)).HasMore);

        await SaveNew("other");
        Assert.Equal(default, (await Store.ClearHistoryAsync(HistoryPart.Jobs, [missing], Cancellation)).Amount);
    }

    [Fact]
    public async Task A_store_that_is_rewritten_has_the_same_content()
    {
        await SaveEnded("first", exitCodes: [1, 0]);
        EndedJob second = await SaveEnded("second", exitCodes: [0]);
        await Store.ClearHistoryAsync(HistoryPart.Jobs, [second], Cancellation);
        List<Execution> before = await AttemptsOf("first");

        await Store.CompactAsync(Cancellation);

        Assert.Equal(["first"], await ListIds());
        Assert.Equal(before, await AttemptsOf("first"));
        await SaveNew("third");
    }

    [Fact]
    public async Task A_copy_has_the_figures_of_cleared_attempts()
    {
        EndedJob job = await SaveEnded("nightly", exitCodes: [1, 0]);
        await Store.ClearHistoryAsync(HistoryPart.Attempts, [job], Cancellation);
        await using var copy = new MemoryJobStore(Time, Processes);

        await JobCopier.CopyAsync("nightly", Store, copy, replace: false, Cancellation).ToListAsync(Cancellation);
        await Store.DeleteAsync("nightly", Cancellation);
        await JobCopier.CopyAsync("nightly", copy, Store, replace: false, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(new AttemptFigures(2, 1, 2, 8), await copy.GetArchivedAttemptsAsync("nightly", Cancellation));
        Assert.Equal(new AttemptFigures(2, 1, 2, 8), await Store.GetArchivedAttemptsAsync("nightly", Cancellation));
    }

    private async Task<EndedJob> SaveEnded(string id, int[] exitCodes, string? name = null)
    {
        await SaveNew(id, change: job =>
        {
            job.Name = name ?? job.Name;
            job.Tag = ["old"];
            job.Status = JobStatus.Completed;
            job.CompletedAt = Start;
        });
        await Store.RecordExecutionsAsync([.. exitCodes.Select((exitCode, index) => Attempt(id, index + 1, exitCode))], Cancellation);
        return EndedJob.Of(await Load(id))!;
    }

    private async Task<List<Execution>> AttemptsOf(string id = "nightly") =>
        await Store.ListExecutionsAsync(new ExecutionQuery { JobId = id }, Cancellation).ToListAsync(Cancellation);

    private static Execution Attempt(string id, int number, int exitCode) =>
        new(0, id, 1, number, "Prompt ✓", "Output ü", exitCode, TimeSpan.FromSeconds(4), Start.AddSeconds(number));
}
