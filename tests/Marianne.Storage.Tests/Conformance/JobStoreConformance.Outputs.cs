using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    private static readonly OutputFile LargeFile = new("/work/large.json", 70_000, new string('a', 64));

    [Fact]
    public async Task A_sheet_has_the_outputs_of_the_attempt_that_completed_it()
    {
        await SaveNew();
        await CompleteWith(2, Output(2, "files", """["a.cs","ü\u0000"]"""), Output(2, "Count", "2"), Output(2, "none", "null"));
        await CompleteWith(1, Output(1, "big", file: LargeFile), Output(1, "text", "\"\""));

        Assert.Equal(
            [
                Output(1, "big", file: LargeFile), Output(1, "text", "\"\""), Output(2, "Count", "2"),
                Output(2, "files", """["a.cs","ü\u0000"]"""), Output(2, "none", "null"),
            ],
            await OutputsOf());
        Assert.Equal(["big", "text"], (await OutputsOf(1)).Select(output => output.Name));
        Assert.Empty(await OutputsOf(3));
        Assert.Equal([Output(2, "none", "null")], await OutputsOf(name: name => name == "none"));
        Assert.Empty(await OutputsOf(id: "other"));
    }

    [Fact]
    public async Task Outputs_of_an_earlier_attempt_are_not_those_of_the_sheet()
    {
        await SaveNew();
        await CompleteWith(1, Output(1, "first", "1"), Output(1, "both", "1"));

        await UpdateSheet(1, StartHere);
        Assert.Empty(await OutputsOf());

        await UpdateSheet(1, new SheetUpdate.Complete(SheetResult.Empty) { Outputs = [Output(1, "both", "2", attempt: 2)] });
        Assert.Equal([Output(1, "both", "2", attempt: 2)], await OutputsOf());

        Time.Advance(TimeSpan.FromSeconds(1));
        await CompleteWith(1);
        Assert.Empty(await OutputsOf());
    }

    [Fact]
    public async Task A_completion_that_is_refused_writes_no_outputs()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere);
        var complete = new SheetUpdate.Complete(SheetResult.Empty) { Outputs = [Output(1, "a", "1")] };

        await Fails(MarianneError.LeaseLost, () => UpdateSheet(1, complete with { Token = 7 }).AsTask());
        await Fails(
            MarianneError.SaveConflict, () => UpdateSheet(1, complete with { Expected = new(SheetStatus.Pending, 0, null) }).AsTask());
        await UpdateSheet(1, Complete);

        Assert.Empty(await OutputsOf());
    }

    [Theory]
    [InlineData("1st", "1", "invalid name")]
    [InlineData("a.b", "1", "invalid name")]
    [InlineData("a", "{", "not JSON")]
    [InlineData("a", "\"\\ud800\"", "surrogate")]
    [InlineData("a", null, "has no value")]
    public async Task An_output_that_is_not_valid_is_refused_with_its_completion(string name, string? json, string why)
    {
        await SaveNew();
        await UpdateSheet(1, StartHere);
        SheetOutput output = Output(1, name, json);

        MarianneException error = await Fails(
            MarianneError.InvalidOutput,
            () => UpdateSheet(1, new SheetUpdate.Complete(SheetResult.Empty) { Outputs = [output] }).AsTask());

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal(SheetStatus.InProgress, (await Load()).Sheets[0].Status);
        Assert.Empty(await OutputsOf());
    }

    [Fact]
    public async Task Outputs_are_listed_page_by_page_in_order()
    {
        await SaveNew(sheets: 2);
        await CompleteWith(1, [.. Enumerable.Range(100, 150).Select(number => Output(1, $"n{number}", $"{number}"))]);
        await CompleteWith(2, [.. Enumerable.Range(100, 101).Select(number => Output(2, $"n{number}", $"{number}"))]);

        List<SheetOutput> outputs = await OutputsOf();

        Assert.Equal(251, outputs.Count);
        Assert.Equal(outputs.OrderBy(output => output.SheetNumber).ThenBy(output => output.Name, StringComparer.Ordinal), outputs);
    }

    [Fact]
    public async Task Outputs_are_deleted_with_their_job()
    {
        await SaveNew();
        await SaveNew("other");
        await CompleteWith(1, Output(1, "a", "1"));
        await UpdateSheet(1, StartHere, "other");
        await UpdateSheet(
            1, new SheetUpdate.Complete(SheetResult.Empty) { Outputs = [Output(1, "a", "1") with { JobId = "other" }] }, "other");

        await Store.DeleteAsync("nightly", Cancellation);
        await SaveNew();
        await CompleteWith(1);

        Assert.Empty(await OutputsOf());
        Assert.Single(await OutputsOf(id: "other"));
    }

    [Fact]
    public async Task An_imported_job_has_its_outputs()
    {
        Job job = ImportedJob();
        job.Sheets[0].Status = SheetStatus.Completed;
        job.Sheets[0].AttemptCount = 3;
        SheetOutput small = Output(1, "a", "[1]", attempt: 3), large = Output(1, "b", file: LargeFile, attempt: 3);

        await using IJobImport import = await Store.BeginImportAsync(job, replace: false, Cancellation);
        await import.AddOutputsAsync([small, large], Cancellation);
        await Fails(MarianneError.InvalidOutput, () => import.AddOutputsAsync([small with { Name = "1" }], Cancellation).AsTask());
        await Fails(
            MarianneError.SheetOutOfRange, () => import.AddOutputsAsync([small with { SheetNumber = 99 }], Cancellation).AsTask());
        await import.CommitAsync(Cancellation);

        Assert.Equal([small, large], await OutputsOf());
    }

    [Fact]
    public async Task A_second_process_sees_the_outputs()
    {
        await SaveNew();
        await CompleteWith(1, Output(1, "a", "1"));

        IAsyncEnumerable<SheetOutput> seen =
            CreateSecondStore().ListOutputsAsync(new OutputQuery { JobId = "nightly" }, Cancellation);

        Assert.Equal([Output(1, "a", "1")], await seen.ToListAsync(Cancellation));
    }

    private static SheetOutput Output(int number, string name, string? json = null, OutputFile? file = null, int attempt = 1) =>
        new("nightly", number, attempt, name) { Json = json, File = file };

    private async Task CompleteWith(int number, params SheetOutput[] outputs)
    {
        await UpdateSheet(number, StartHere);
        await UpdateSheet(number, new SheetUpdate.Complete(SheetResult.Empty) { Outputs = outputs });
    }

    private async Task<List<SheetOutput>> OutputsOf(int? number = null, Func<string, bool>? name = null, string id = "nightly") =>
        await Store.ListOutputsAsync(new OutputQuery { JobId = id, SheetNumber = number, Name = name }, Cancellation)
            .ToListAsync(Cancellation);
}
