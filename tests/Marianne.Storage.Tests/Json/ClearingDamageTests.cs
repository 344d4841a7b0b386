using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of clearing a folder in which files of jobs are damaged.</summary>
public sealed class ClearingDamageTests : JsonTestBase
{
    [Theory]
    [InlineData(".json")]
    [InlineData(".history")]
    [InlineData(".sheets")]
    [InlineData(".outputs")]
    [InlineData(".cleared")]
    public async Task A_damaged_job_is_kept_and_the_others_are_cleared(string extension)
    {
        EndedJob[] ended = [await SaveEnded("a"), await SaveEnded("bad"), await SaveEnded("c")];
        await File.WriteAllTextAsync(Folder[$"bad{extension}"], "not JSON\n", Cancellation);

        MeasuredHistory measured = await Store.MeasureHistoryAsync(HistoryPart.Jobs, ended, Cancellation);
        ClearedHistory cleared = await Store.ClearHistoryAsync(HistoryPart.Jobs, ended, Cancellation);

        Assert.Equal((2, 3), (cleared.Amount.Jobs, cleared.Finished));
        Assert.Equal(["bad.json"], Directory.GetFiles(Folder.Path, "*.json").Select(Path.GetFileName));
        Assert.Contains($"bad{extension}", cleared.Damages[0].Message, StringComparison.Ordinal);
        Assert.Equal(cleared.Amount, measured.Amount);
        Assert.Contains($"bad{extension}", measured.Damages[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_outputs_stay_while_a_damaged_job_may_use_them()
    {
        EndedJob ended = await SaveEnded("a");
        await SaveEnded("bad");
        await File.WriteAllTextAsync(Folder["bad.json"], "not JSON", Cancellation);

        ClearedHistory cleared = await Store.ClearHistoryAsync(HistoryPart.Jobs, [ended], Cancellation);

        Assert.Equal(["own"], cleared.UnusedFiles.Select(output => output.Name)); // The outputs of the damaged job are still known.

        ended = await SaveEnded("a");
        await File.WriteAllTextAsync(Folder["bad.outputs"], "not JSON\n", Cancellation);
        cleared = await Store.ClearHistoryAsync(HistoryPart.Jobs, [ended], Cancellation);

        Assert.Equal(1, cleared.Amount.Jobs);
        Assert.Empty(cleared.UnusedFiles);
        Assert.Contains("bad.outputs", Assert.Single(cleared.Damages).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_figures_are_kept_although_a_job_of_a_cleared_id_is_damaged()
    {
        await Store.ClearHistoryAsync(HistoryPart.Jobs, [await SaveEnded("a")], Cancellation);
        EndedJob ended = await SaveEnded("b");
        await File.WriteAllTextAsync(Folder["a.json"], "not JSON", Cancellation);

        Assert.Equal(1, (await Store.ClearHistoryAsync(HistoryPart.Jobs, [ended], Cancellation)).Amount.Jobs);
        Assert.Equal(["Name of a", "Name of b"], (await Store.ListArchivedFiguresAsync(Cancellation)).Select(figures => figures.Name));
    }

    /// <summary>Saves a job that has ended, with an attempt, an output in a file of its own, and one in a file that all of them use.</summary>
    private async Task<EndedJob> SaveEnded(string id)
    {
        await Store.SaveAsync(new Job(id, $"Name of {id}", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        await Store.UpdateSheetAsync(id, 1, new SheetUpdate.Start(Processes.Current), Cancellation);
        OutputFile file = new("/work/shared.json", 70_000, new string('a', 64));
        SheetOutput shared = new(id, 1, 1, "shared") { File = file };
        SheetOutput own = new(id, 1, 1, "own") { File = file with { Path = $"/work/{id}.json" } };
        await Store.UpdateSheetAsync(
            id, 1, new SheetUpdate.Complete(SheetResult.Empty) { Outputs = [own, shared] }, Cancellation);
        await Store.RecordExecutionsAsync([new Execution(0, id, 1, 1, "p", "o", 0, null, Time.GetUtcNow())], Cancellation);
        return EndedJob.Of((await Store.LoadAsync(id, Cancellation))!)!;
    }
}
