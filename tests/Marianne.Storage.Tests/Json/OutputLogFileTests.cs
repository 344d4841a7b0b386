using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Stores;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of the log of outputs beside a job.</summary>
public sealed class OutputLogFileTests : JsonTestBase
{
    private string JobFile => Folder["nightly.json"];

    private string Log => Folder["nightly.outputs"];

    [Fact]
    public async Task A_line_has_the_outputs_of_an_attempt()
    {
        await StartAsync();
        await CompleteAsync("""{"a":[1,null]}""");

        Assert.Equal(
            """
            {"sheet_num":1,"attempt_count":1,"started_at":"2026-12-01T10:00:00.000000Z","outputs":[{"name":"found","value":{"a":[1,null]}},{"name":"large","value":null,"file":{"path":"/work/l","size":9,"hash":"ff"}}]}

            """.ReplaceLineEndings("\n"),
            await File.ReadAllTextAsync(Log, Cancellation));
        Assert.Equal(["found", "large"], await NamesAsync());
    }

    [Fact]
    public async Task Outputs_whose_job_was_not_saved_are_not_listed()
    {
        await StartAsync();
        byte[] job = await File.ReadAllBytesAsync(JobFile, Cancellation);
        await CompleteAsync("1");
        await File.WriteAllBytesAsync(JobFile, job, Cancellation); // The second write did not happen.
        Assert.Empty(await NamesAsync());

        Time.Advance(TimeSpan.FromSeconds(1));
        await Store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(Processes.Current), Cancellation);
        await Store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task A_line_that_was_interrupted_is_replaced_by_the_next()
    {
        await StartAsync();
        await File.WriteAllTextAsync(Log, """{"sheet_num":1,"atte""", Cancellation);
        Assert.Empty(await NamesAsync());

        await CompleteAsync("1");

        Assert.Equal(["found", "large"], await NamesAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"sheet_num":1,"outputs":[null]}""")]
    [InlineData("""{"sheet_num":"one","outputs":[]}""")]
    public async Task A_damaged_line_is_an_error_and_a_repaired_copy_has_the_others(string line)
    {
        await StartAsync();
        await File.WriteAllTextAsync(Log, line + "\n", Cancellation);
        await CompleteAsync("1");

        MarianneException error = await Assert.ThrowsAsync<MarianneException>(NamesAsync);
        Assert.Equal(MarianneError.StoreCorrupt, error.Error);

        using var target = new TemporaryFolder();
        StoreReport report = await new StoreRepairer(Time, Processes)
            .CopyAsync(Folder.Path, new(StoreKind.Json, target["copy"]), Cancellation);
        Assert.Equal("1 of its lines are not outputs of an attempt", Assert.Single(report.Lost).Problem);
        var copy = new JsonJobStore(target["copy"], Time, Processes);
        Assert.Equal(["found", "large"], await NamesAsync(copy));
    }

    private async Task StartAsync()
    {
        await Store.SaveAsync(new Job("nightly", "nightly", 3, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        await Store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(Processes.Current), Cancellation);
    }

    private async Task CompleteAsync(string json) => await Store.UpdateSheetAsync(
        "nightly",
        1,
        new SheetUpdate.Complete(SheetResult.Empty)
        {
            Outputs =
            [
                new SheetOutput("nightly", 1, 1, "found") { Json = json },
                new SheetOutput("nightly", 1, 1, "large") { File = new OutputFile("/work/l", 9, "ff") },
            ],
        },
        Cancellation);

    private Task<List<string>> NamesAsync() => NamesAsync(Store);

    private static async Task<List<string>> NamesAsync(JsonJobStore store) => await store
        .ListOutputsAsync(new OutputQuery { JobId = "nightly" }, Cancellation).Select(output => output.Name).ToListAsync(Cancellation);
}
