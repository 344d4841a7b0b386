using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    protected static SheetMeasures Measured { get; } = Samples.Measures(Start);

    [Fact]
    public async Task Measures_are_stored_with_their_sheet()
    {
        await SaveNew();
        await UpdateSheet(2, StartHere with { Measures = Measured });

        Assert.Equal(Measured, (await Load()).Sheets[1].Measures);
        Assert.Equal(Measured, Assert.Single(await List()).Sheets[1].Measures);
        Assert.Equal(SheetMeasures.None, (await Load()).Sheets[0].Measures);
        Assert.Equal(Measured.Cost, (await Load()).Cost);
    }

    [Fact]
    public async Task Measures_of_a_running_attempt_can_be_saved()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere);
        Sheet before = (await Load()).Sheets[0];

        await UpdateSheet(1, new SheetUpdate.Measure { Measures = Measured, Expected = SheetVersion.Of(before) });

        Sheet sheet = (await Load()).Sheets[0];
        Assert.Equal(Measured, sheet.Measures);
        Assert.Equal(SheetVersion.Of(before), SheetVersion.Of(sheet));

        await UpdateSheet(1, Complete);
        await Fails(
            MarianneError.InvalidTransition, async () => await UpdateSheet(1, new SheetUpdate.Measure { Measures = Measured }));
    }

    [Fact]
    public async Task Measures_accumulate_from_attempt_to_attempt()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere with { Measures = new() { Cost = 1.5m } });
        await UpdateSheet(1, Wait(SheetWaitReason.Retry) with { Measures = Measured });
        Assert.Equal(Measured, (await Load()).Sheets[0].Measures);

        Time.Advance(TimeSpan.FromSeconds(1));
        await UpdateSheet(1, StartHere);
        Time.Advance(TimeSpan.FromSeconds(1));
        await UpdateSheet(1, Complete);

        Sheet sheet = (await Load()).Sheets[0];
        Assert.Equal(2, sheet.AttemptCount);
        Assert.Equal(Measured with { WaitingSince = null, NextAttemptAt = null }, sheet.Measures);
    }

    [Fact]
    public async Task Measures_are_saved_changed_and_removed_with_the_sheet()
    {
        Job job = await SaveNew();
        job.Sheets[2].Measures = Measured;
        await Save();
        Assert.Equal(Measured, (await Load()).Sheets[2].Measures);

        job.Sheets[2].Measures = Measured with { Model = null };
        await Save();
        Assert.Equal(Measured with { Model = null }, (await Load()).Sheets[2].Measures);

        job.Sheets[2].AttemptCount = 7;
        job.Sheets[2].StartedAt = Start.AddDays(1);
        await Save();
        Assert.Equal(Measured with { Model = null }, (await Load()).Sheets[2].Measures);

        job.Sheets[2].Measures = SheetMeasures.None;
        await Save();
        Assert.Equal(SheetMeasures.None, (await Load()).Sheets[2].Measures);

        async Task Save() => await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
    }

    [Fact]
    public async Task A_save_of_one_sheet_keeps_the_measures_of_the_others()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere with { Measures = Measured });
        await UpdateSheet(2, StartHere with { Measures = Measured with { Cost = 2 } });

        Job job = await Load();
        job.Sheets[0].ErrorMessage = "changed";
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await UpdateSheet(3, StartHere);

        Job loaded = await Load();
        Assert.Equal([Measured, Measured with { Cost = 2 }, SheetMeasures.None], loaded.Sheets.Select(sheet => sheet.Measures));
    }

    [Fact]
    public async Task A_job_saved_without_its_sheets_keeps_their_measures()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere with { Measures = Measured });

        Job? alone = await Store.LoadHeaderAsync("nightly", Cancellation);
        alone!.ErrorMessage = "seen";
        await Store.SaveAsync(alone, SaveMode.IfUnchanged, Cancellation);
        await Store.UpdateAsync("nightly", new JobUpdate.Pause(), Cancellation);

        Assert.Equal(Measured, (await Load()).Sheets[0].Measures);
    }

    [Fact]
    public async Task A_forced_save_overwrites_measures_that_were_saved_meanwhile()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere);
        await UpdateSheet(2, StartHere with { Measures = Measured });
        Job mine = await Load();
        Job theirs = await Load();
        theirs.Sheets[0].Measures = Measured;
        theirs.Sheets[1].Measures = SheetMeasures.None;
        await Store.SaveAsync(theirs, SaveMode.IfUnchanged, Cancellation);

        mine.ErrorMessage = "mine";
        await Store.SaveAsync(mine, SaveMode.Overwrite, Cancellation);

        Samples.AssertEqual(mine, await Load());
        Assert.Equal(SheetMeasures.None, (await Load()).Sheets[0].Measures);
    }

    [Fact]
    public async Task Deleting_a_job_deletes_its_measures()
    {
        Job job = await SaveNew(change: job => job.Sheets[0].Measures = Measured);
        Assert.Equal(Measured, (await Load()).Sheets[0].Measures);
        await Store.DeleteAsync("nightly", Cancellation);

        await SaveNew();

        Assert.Equal(SheetMeasures.None, (await Load()).Sheets[0].Measures);
        Assert.Equal(Measured, job.Sheets[0].Measures);
    }

    [Fact]
    public async Task Invalid_measures_are_rejected()
    {
        await SaveNew();

        MarianneException error = await Fails(
            MarianneError.InvalidSheet,
            () => UpdateSheet(1, StartHere with { Measures = new() { Cost = -1 }, Attempt = Attempt(1) }).AsTask());

        Assert.Contains("Measures of sheet 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(SheetStatus.Pending, (await Load()).Sheets[0].Status);
        Assert.Empty(await Executions(new ExecutionQuery()));
    }

    protected static SheetUpdate.Wait Wait(SheetWaitReason pause) => new(pause, SheetResult.Empty, "not yet", "transient");
}
