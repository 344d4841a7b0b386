using System.Text.Json;
using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of the file layout that is shared with the Python implementation.</summary>
public sealed class JsonFileLayoutTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _temporary = new();
    private readonly JsonJobStore _store;

    public JsonFileLayoutTests()
    {
        Directory.CreateDirectory(_temporary["store"]);
        foreach (string file in Directory.GetFiles(Fixtures.PathOf("json-state")))
            File.Copy(file, Path.Combine(_temporary["store"], Path.GetFileName(file)));
        _store = new JsonJobStore(_temporary["store"], new FakeTimeProvider(Now), new FakeProcessList());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> JobIds => [.. PythonAnswers.Ids];

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public Task Files_of_the_Python_implementation_give_its_answers() => PythonAnswers.AssertAnswers(_store, Cancellation);

    [Theory]
    [MemberData(nameof(JobIds))]
    public async Task Saving_a_loaded_job_changes_only_the_time(string id)
    {
        string path = Directory.GetFiles(_temporary["store"], "*.json").Single(file => Holds(file, id));
        string before = await File.ReadAllTextAsync(path, Cancellation);
        Job job = (await _store.LoadAsync(id, Cancellation))!;
        string oldTime = StoredTime.WithZ(job.UpdatedAt);

        await _store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        string expected = before.Replace(
            $"\"updated_at\": \"{oldTime}\"", "\"updated_at\": \"2026-12-01T10:00:00.000000Z\"", StringComparison.Ordinal);
        Assert.NotEqual(before, expected);
        Assert.Equal(expected, await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public async Task A_new_job_is_written_byte_for_byte_as_the_Python_implementation_writes_it()
    {
        foreach (string id in PythonAnswers.Ids)
        {
            string path = Directory.GetFiles(_temporary["store"], "*.json").Single(file => Holds(file, id));
            string before = await File.ReadAllTextAsync(path, Cancellation);
            Job job = (await _store.LoadAsync(id, Cancellation))!;
            await _store.DeleteAsync(id, Cancellation);

            await _store.SaveAsync(job, SaveMode.Import, Cancellation);

            Assert.Equal(before, await File.ReadAllTextAsync(path, Cancellation));
        }
    }

    [Fact]
    public async Task A_changed_sheet_changes_only_its_own_values()
    {
        string path = Path.Combine(_temporary["store"], "job-02.json");
        string[] before = await File.ReadAllLinesAsync(path, Cancellation);
        Job job = (await _store.LoadAsync("job-02", Cancellation))!;

        job.Sheets[2].ErrorMessage = "naïve ✓ 🎼 \"\\\n\u007f";
        job.Sheets[2].LastPassPercentage = 50;
        job.Sheets[2].LearnedPatterns = ["p3"];
        await _store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        string[] after = await File.ReadAllLinesAsync(path, Cancellation);
        Assert.Equal(
            [
                "  \"updated_at\": \"2026-12-01T10:00:00.000000Z\",",
                "      \"error_message\": \"na\\u00efve \\u2713 \\ud83c\\udfbc \\\"\\\\\\n\u007f\",",
                "      \"last_pass_percentage\": 50.0,",
                "        \"p3\"",
            ],
            after.Except(before));
        Assert.Equal(before.Length + 2, after.Length);
    }

    [Fact]
    public async Task Unknown_keys_are_kept_unchanged()
    {
        string path = Path.Combine(_temporary["store"], "job-01.json");
        string digits = new('7', 100);
        string odd = $$"""
            "odd \ud800": 1,
              "odd": {"big": {{digits}}, "huge": 1e400, "half\udc00": "\ud800", "nested": {{Nested(200)}}}
            """;
        string text = await File.ReadAllTextAsync(path, Cancellation);
        await File.WriteAllTextAsync(path, text.Replace("\"quota_waits\": 0", odd, StringComparison.Ordinal), Cancellation);
        Job job = (await _store.LoadAsync("job-01", Cancellation))!;

        job.Sheets[1].Status = SheetStatus.Skipped;
        job.ErrorMessage = "changed";
        await _store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        string after = await File.ReadAllTextAsync(path, Cancellation);
        Assert.Contains(odd, after, StringComparison.Ordinal);
        Assert.Contains("\"error_message\": \"changed\"", after, StringComparison.Ordinal);
        Assert.Equal(SheetStatus.Skipped, (await _store.LoadAsync("job-01", Cancellation))!.Sheets[1].Status);
    }

    [Fact]
    public async Task Keys_that_an_older_version_did_not_write_are_added_if_they_have_a_value()
    {
        string path = Path.Combine(_temporary["store"], "old.json");
        await File.WriteAllTextAsync(path, """{"job_id": "old", "total_sheets": 2}""", Cancellation);
        Job job = (await _store.LoadAsync("old", Cancellation))!;
        Assert.Equal(("old", JobStatus.Pending, default), (job.Name, job.Status, job.UpdatedAt));

        await _store.UpdateSheetAsync("old", 2, new SheetUpdate.Skip("later"), Cancellation);

        using var after = JsonDocument.Parse(await File.ReadAllBytesAsync(path, Cancellation));
        Assert.Equal(
            ["job_id", "job_name", "sheets", "total_sheets", "updated_at"],
            after.RootElement.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal("skipped", after.RootElement.GetProperty("sheets").GetProperty("2").GetProperty("status").GetString());
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static bool Holds(string file, string id)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.GetProperty("job_id").GetString() == id;
    }
}
