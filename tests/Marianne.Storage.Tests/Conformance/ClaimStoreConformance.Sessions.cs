using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class ClaimStoreConformance
{
    [Fact]
    public async Task A_session_that_starts_a_sheet_has_the_job_until_the_sheet_ends()
    {
        await SaveAsync();
        Worker session = NewWorker(200);
        Worker other = NewWorker(300);

        SheetUpdateResult started = await MarkAsync(session, 1, new SheetUpdate.Start(session.Process));

        Assert.NotNull(started.Token);
        await FailsAsync(MarianneError.JobIsPlayed, MarkAsync(other, 1, new SheetUpdate.Start(other.Process)));
        await FailsAsync(MarianneError.JobIsPlayed, MarkAsync(other, 2, new SheetUpdate.Start(other.Process)));
        Assert.Equal(started.Token, (await MarkAsync(session, 2, new SheetUpdate.Start(session.Process))).Token);
        await MarkAsync(session, 1, new SheetUpdate.Complete(SheetResult.Empty));
        await FailsAsync(MarianneError.JobIsPlayed, MarkAsync(other, 3, new SheetUpdate.Start(other.Process)));
        await MarkAsync(session, 2, new SheetUpdate.Fail(SheetResult.Empty, "why"));
        Assert.Equal((JobStatus.Running, false), ((await LoadAsync()).Status, (await LoadAsync()).IsZombie));

        await MarkAsync(other, 3, new SheetUpdate.Start(other.Process));
        await FailsAsync(MarianneError.JobIsPlayed, MarkAsync(session, 2, new SheetUpdate.Start(session.Process)));
    }

    [Fact]
    public async Task A_session_takes_over_a_job_from_a_dead_one()
    {
        await SaveAsync();
        Worker dead = NewWorker(200);
        await MarkAsync(dead, 1, new SheetUpdate.Start(dead.Process));
        Processes.Kill(200);
        Worker session = NewWorker(300);

        SheetUpdateResult started = await MarkAsync(session, 1, new SheetUpdate.Start(session.Process));

        Assert.Equal(dead.Process, started.RecoveredFrom);
        Assert.Equal(session.Process, (await LoadAsync()).Runner);
    }

    [Fact]
    public async Task A_session_does_not_start_a_sheet_of_a_job_that_another_process_runs()
    {
        await SaveAsync();
        Worker runner = NewWorker(200);
        await ClaimAsync(runner);
        Worker session = NewWorker(300);
        await FailsAsync(MarianneError.JobIsPlayed, MarkAsync(session, 1, new SheetUpdate.Start(session.Process)));

        await SaveAsync("of Python");
        await ChangeAsync(new JobUpdate.Run(Processes.Start(400, "mark-400")), "of Python");
        await FailsAsync(MarianneError.JobIsPlayed, MarkAsync(session, 1, new SheetUpdate.Start(session.Process), "of Python"));
    }

    [Fact]
    public async Task A_session_that_withdraws_gives_its_job_back()
    {
        await SaveAsync();
        Worker session = NewWorker(200);
        await MarkAsync(session, 1, new SheetUpdate.Start(session.Process));
        await Claims.WithdrawAsync(session.Id, Cancellation);
        Worker other = NewWorker(300);

        await MarkAsync(other, 1, new SheetUpdate.Start(other.Process));

        Assert.Equal(2, (await LoadAsync()).Sheets[0].AttemptCount);
    }

    private async ValueTask<SheetUpdateResult> MarkAsync(Worker session, int number, SheetUpdate update, string id = "nightly") =>
        await UpdateAsync(number, update with { Session = session }, id);
}
