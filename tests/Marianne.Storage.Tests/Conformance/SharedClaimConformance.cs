using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

/// <summary>Tests of claims that every store must pass whose jobs several workers share.</summary>
public abstract partial class SharedClaimConformance : ClaimStoreConformance
{
    [Fact]
    public async Task Sheets_of_one_job_are_claimed_by_several_workers()
    {
        await SaveAsync();
        Worker first = NewWorker(200);
        Worker second = NewWorker(300);

        GrantedClaim one = Assert.Single(await ClaimSheetsAsync(first, id: "nightly"));
        IReadOnlyList<GrantedClaim> others = await ClaimSheetsAsync(second, count: 5, id: "nightly");

        Assert.Equal(1, one.SheetNumber);
        Assert.Equal([2, 3], others.Select(claim => claim.SheetNumber));
        Assert.Empty(await ClaimSheetsAsync(first, id: "nightly"));
        Job job = await LoadAsync();
        Assert.Equal((JobStatus.Running, null, false), (job.Status, job.Runner, job.IsZombie));
        await FailsAsync(MarianneError.JobIsPlayed, ClaimAsync(first));
        Assert.Equal([1, 2, 3], (await Claims.ListClaimsAsync("nightly", Cancellation)).Select(claim => claim.SheetNumber));
    }

    [Fact]
    public async Task A_claimed_sheet_is_changed_only_with_its_token()
    {
        await SaveAsync();
        GrantedClaim one = Assert.Single(await ClaimSheetsAsync(NewWorker(200), id: "nightly"));
        GrantedClaim two = Assert.Single(await ClaimSheetsAsync(NewWorker(300), id: "nightly"));

        await FailsAsync(MarianneError.LeaseLost, UpdateAsync(1, new SheetUpdate.Start(null) { Token = two.Token }));
        await FailsAsync(MarianneError.JobIsPlayed, UpdateAsync(1, new SheetUpdate.Start(Processes.Current)));
        await FailsAsync(MarianneError.JobIsPlayed, UpdateAsync(1, new SheetUpdate.Complete(SheetResult.Empty)));
        await UpdateAsync(1, new SheetUpdate.Start(null) { Token = one.Token, OnlyAsRunner = true });
        await UpdateAsync(1, new SheetUpdate.Complete(SheetResult.Empty) { Token = one.Token });

        await FailsAsync(MarianneError.LeaseLost, UpdateAsync(1, new SheetUpdate.Skip() { Token = one.Token }));
        Assert.Equal(two.Token, Assert.Single(await Claims.ListClaimsAsync("nightly", Cancellation)).Token);
        Assert.Equal(SheetStatus.Completed, (await LoadAsync()).Sheets[0].Status);
    }

    [Fact]
    public async Task A_sheet_of_a_dead_worker_is_taken_over_alone()
    {
        await SaveAsync();
        Worker dead = NewWorker(200);
        GrantedClaim one = Assert.Single(await ClaimSheetsAsync(dead, id: "nightly"));
        GrantedClaim two = Assert.Single(await ClaimSheetsAsync(NewWorker(300), id: "nightly"));
        await UpdateAsync(1, new SheetUpdate.Start(null) { Token = one.Token });
        Processes.Kill(200);
        Assert.False((await LoadAsync()).IsZombie);
        int? seen = null;

        GrantedClaim taken = Assert.Single(await ClaimSheetsAsync(NewWorker(400), id: "nightly", choose: job =>
        {
            seen = job.Sheets.Count(sheet => sheet.IsClaimed);
            return [1];
        }));

        Assert.Equal((1, dead.Process, 1), (seen, taken.TakenFrom, taken.Takeovers[1]));
        await FailsAsync(MarianneError.LeaseLost, UpdateAsync(1, new SheetUpdate.Complete(SheetResult.Empty) { Token = one.Token }));
        await UpdateAsync(2, new SheetUpdate.Start(null) { Token = two.Token });
    }

    [Fact]
    public async Task Each_of_many_items_is_claimed_once_and_the_end_is_seen_with_all_sheets()
    {
        const int Items = 300;
        await SaveWithItemsAsync(Items);
        Worker[] workers = [NewWorker(200), NewWorker(300)];
        List<JobProgress> progress = [];
        List<int> claimed = [];
        List<ClaimableJob> seen = [];

        for (int round = 0; round < Items / 3; round++)
        {
            IReadOnlyList<GrantedClaim> claims =
                await ClaimSheetsAsync(workers[round % 2], count: 3, id: round % 2 == 0 ? "nightly" : null, choose: OpenItems);
            claimed.AddRange(claims.Select(claim => claim.SheetNumber!.Value));
            progress.Add(seen[^1].Progress);
            foreach (GrantedClaim claim in claims)
            {
                await UpdateAsync(claim.SheetNumber!.Value, new SheetUpdate.Start(null) { Token = claim.Token });
                SheetUpdate end = claim.SheetNumber == 5
                    ? new SheetUpdate.Fail(SheetResult.Empty, "no") { Token = claim.Token }
                    : new SheetUpdate.Complete(SheetResult.Empty) { Token = claim.Token };
                await UpdateAsync(claim.SheetNumber!.Value, end);
            }
        }

        Assert.Equal(Enumerable.Range(3, Items), claimed);
        Assert.Equal(Enumerable.Range(0, Items / 3).Select(round => new JobProgress(Math.Max(0, (round * 3) - (round > 0 ? 1 : 0)), Items + 2)), progress);
        Assert.All(seen, job => Assert.Equal([2], job.Sheets.Where(sheet => sheet is { Parent: 0, IsExpanded: false }).Select(sheet => sheet.Number)));
        Assert.Empty(await ClaimSheetsAsync(workers[0], id: "nightly", choose: OpenItems));
        Assert.Equal((false, Items + 2), (seen[^1].IsPart, seen[^1].Sheets.Count));
        Assert.Equal(SheetStatus.Failed, seen[^1].Sheets[4].Status);
        Assert.True(seen[^1].Sheets[0].IsExpanded);

        int[] OpenItems(ClaimableJob job)
        {
            seen.Add(job);
            return [.. job.Sheets.Where(sheet => sheet is { Parent: 1, Status: SheetStatus.Pending, IsClaimed: false }).Select(sheet => sheet.Number)];
        }
    }

    [Fact]
    public async Task Many_items_that_were_claimed_reset_or_left_in_progress_are_seen_by_others()
    {
        await SaveWithItemsAsync(300);
        Worker other = NewWorker(200), worker = NewWorker(300);
        IReadOnlyList<GrantedClaim> first = await ClaimSheetsAsync(other, count: 80, id: "nightly", choose: Items);
        foreach (GrantedClaim claim in first.Take(2))
            await UpdateAsync(claim.SheetNumber!.Value, new SheetUpdate.Start(null) { Token = claim.Token });
        await UpdateAsync(3, new SheetUpdate.Complete(SheetResult.Empty) { Token = first[0].Token });
        IReadOnlyList<ClaimableSheet> seen = [];

        GrantedClaim next = Assert.Single(await ClaimSheetsAsync(worker, id: "nightly", choose: Items));

        Assert.Equal(83, next.SheetNumber);
        Assert.Equal(Enumerable.Range(4, 79), seen.Where(sheet => sheet.IsClaimed).Select(sheet => sheet.Number));
        Assert.Equal(SheetStatus.InProgress, seen.Single(sheet => sheet.Number == 4).Status);
        Processes.Kill(200);

        GrantedClaim taken = Assert.Single(await ClaimSheetsAsync(worker, id: "nightly", choose: Items));

        Assert.Equal((4, other.Process), (taken.SheetNumber, taken.TakenFrom));

        int[] Items(ClaimableJob job)
        {
            seen = job.Sheets;
            return [.. job.Sheets.Where(sheet => sheet is { Parent: 1, IsFinished: false, IsClaimed: false }).Select(sheet => sheet.Number)];
        }
    }

    /// <summary>The most sheets that the store looks at for a claim in a job with many items.</summary>
    protected virtual int MostRead => 100;

    [Fact]
    public async Task A_claim_that_running_items_hold_back_does_not_read_those_that_wait()
    {
        await SaveWithItemsAsync(300);
        Worker busy = NewWorker(200), idle = NewWorker(300);
        List<int> read = [];
        IReadOnlyList<GrantedClaim> running = await ClaimSheetsAsync(busy, count: 4, id: "nightly", choose: WithinConcurrency);
        Assert.Equal(4, running.Count);
        read.Clear();

        Assert.Empty(await ClaimSheetsAsync(idle, id: "nightly", choose: WithinConcurrency));

        Assert.InRange(Assert.Single(read), 5, MostRead);
        await UpdateAsync(running[0].SheetNumber!.Value, new SheetUpdate.Start(null) { Token = running[0].Token });
        await UpdateAsync(running[0].SheetNumber!.Value, new SheetUpdate.Complete(SheetResult.Empty) { Token = running[0].Token });
        Assert.Single(await ClaimSheetsAsync(idle, id: "nightly", choose: WithinConcurrency));

        int[] WithinConcurrency(ClaimableJob job)
        {
            read.Add(job.Sheets.Count);
            int free = 4 - job.Sheets.Count(sheet => sheet is { Parent: 1, IsClaimed: true });
            return
            [
                .. job.Sheets.Where(sheet => sheet is { Parent: 1, Status: SheetStatus.Pending, IsClaimed: false })
                    .Select(sheet => sheet.Number).Take(free),
            ];
        }
    }

    /// <summary>Queues a job whose first sheet has items, and whose second one depends on it.</summary>
    protected async Task SaveWithItemsAsync(int count)
    {
        var job = new Job("nightly", "Name", 2, Time.GetUtcNow())
        {
            ConfigSnapshot = """{"name":"Name","sheets":[{"name":"each","for_each":{}},{"name":"sum"}]}""",
        };
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await Claims.QueueAsync("nightly", 0, Cancellation);
        Worker finder = NewWorker(100);
        GrantedClaim parent = Assert.Single(await ClaimSheetsAsync(finder, id: "nightly"));
        await UpdateAsync(1, new SheetUpdate.Start(null) { Token = parent.Token });
        ItemList list = new([.. Enumerable.Range(1, count).Select(number => new ItemInput($"{number}", $"{number}"))]) { Parent = 1 };
        await UpdateAsync(1, new SheetUpdate.Expand(list) { Token = parent.Token });
        await Claims.WithdrawAsync(finder.Id, Cancellation);
    }

    [Fact]
    public async Task Workers_claim_of_queued_jobs_by_priority_and_then_by_age()
    {
        foreach (string id in (string[])["old", "new", "urgent", "not queued", "paused"])
            await SaveAsync(id, sheets: 1);
        foreach ((string id, int priority) in ((string, int)[])[("paused", 9), ("old", 0), ("new", 0), ("urgent", 5)])
        {
            await Claims.QueueAsync(id, priority, Cancellation);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        await Claims.QueueAsync("old", 0, Cancellation); // It keeps its place.
        await ChangeAsync(new JobUpdate.Pause(), "paused");
        Worker worker = NewWorker(200);
        var order = new List<string>();
        while (await ClaimSheetsAsync(worker) is [{ } claim])
            order.Add(claim.JobId);

        Assert.Equal(["urgent", "old", "new"], order);
        await FailsAsync(MarianneError.JobNotFound, QueueAsync("no such job"));
        Assert.Equal(["new", "old", "urgent"], (await Claims.ListQueuedAsync(Cancellation)).Order()); // Also what is claimed.
        Assert.True(await Claims.IsQueuedAsync("urgent", Cancellation));
        await Jobs.DeleteAsync("urgent", Cancellation);
        foreach (string id in (string[])["not queued", "no such job", "urgent"])
            Assert.False(await Claims.IsQueuedAsync(id, Cancellation));

        async ValueTask<bool> QueueAsync(string id)
        {
            await Claims.QueueAsync(id, 0, Cancellation);
            return true;
        }
    }

    [Fact]
    public async Task A_job_that_is_run_as_a_whole_has_no_sheets_to_claim()
    {
        await SaveAsync();
        await Claims.QueueAsync("nightly", 0, Cancellation);
        GrantedClaim claim = await ClaimAsync(NewWorker(200));

        Assert.Empty(await ClaimSheetsAsync(NewWorker(300)));
        await FailsAsync(MarianneError.JobIsPlayed, ClaimSheetsAsync(NewWorker(300), id: "nightly"));

        await ChangeAsync(new JobUpdate.Pause() { Token = claim.Token });
        await ChangeAsync(new JobUpdate.Resume());
        Assert.Single(await ClaimSheetsAsync(NewWorker(300)));
    }

    [Theory]
    [InlineData("nightly")]
    [InlineData(null)]
    public async Task The_chooser_sees_what_decides_whether_a_sheet_is_ready(string? id)
    {
        await Jobs.SaveAsync(new Job("nightly", "Name", 3, Time.GetUtcNow()) { Tag = ["eu"] }, SaveMode.IfUnchanged, Cancellation);
        await Claims.QueueAsync("nightly", 0, Cancellation);
        await UpdateAsync(1, new SheetUpdate.Complete(SheetResult.Empty));
        await UpdateAsync(2, new SheetUpdate.Start(Processes.Current));
        DateTimeOffset later = Start.AddMinutes(5);
        await UpdateAsync(2, new SheetUpdate.Wait(SheetWaitReason.Retry, SheetResult.Empty)
        {
            Measures = new SheetMeasures { NextAttemptAt = later },
        });
        await ChangeAsync(new JobUpdate.Pause());
        await ChangeAsync(new JobUpdate.Resume());
        ClaimableJob? seen = null;

        await ClaimSheetsAsync(NewWorker(200), id: id, choose: job =>
        {
            seen = job;
            return [];
        });

        Assert.Equal(("Name", "eu"), (seen?.Job.Name, Assert.Single(seen?.Job.Tag ?? [])));
        Assert.Equal(
            [
                new(1, SheetStatus.Completed, null, 0, false),
                new(2, SheetStatus.RetryScheduled, later, 0, false),
                new ClaimableSheet(3, SheetStatus.Pending, null, 0, false),
            ],
            seen?.Sheets ?? []);
        Assert.Equal(JobStatus.Pending, (await LoadAsync()).Status);
    }
}
