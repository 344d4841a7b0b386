using System.Text;
using Marianne.Jobs;
using Marianne.Storage.Json;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of damaged files.</summary>
public sealed class JsonDamageTests : JsonTestBase
{
    public static TheoryData<string> BadFiles =>
    [
        "", " ", "\0\0\0\0", "not JSON", "[]", "\"text\"", "null", "{}", "{", """{"job_id": "bad", "total_sh""",
        """{"job_id": "bad"}""", """{"total_sheets": 3}""", """{"job_id": 5, "total_sheets": 3}""",
        """{"job_id": null, "total_sheets": 3}""", """{"job_id": "", "total_sheets": 3}""",
        """{"job_id": "bad", "total_sheets": "3"}""", """{"job_id": "bad", "total_sheets": 0}""",
        """{"job_id": "bad", "total_sheets": 1e99}""", """{"job_id": "bad", "total_sheets": 3} {}""",
        """{"job_id": "\ud800", "total_sheets": 3}""",
        """{"job_id": "bad", "job_name": "n", "updated_at": "2026-01-01T00:00:00Z", "status": "pending", "x": tru""",
    ];

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("{\n x", "it is not valid JSON: 'x' is an invalid start of a property name. Expected a '\"' (line 2, byte 2)")]
    public async Task The_error_of_a_damaged_file_says_what_is_wrong(string content, string why)
    {
        File.WriteAllText(Path.Combine(Folder.Path, "bad.json"), content);

        var error = await Assert.ThrowsAsync<MarianneException>(() => Store.LoadAsync("bad", Cancellation).AsTask());

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> UnreadableOfJobs => new()
    {
        { "status", "\"sleeping\"", nameof(Job.Status) },
        { "status", "null", nameof(Job.Status) },
        { "status", "5", nameof(Job.Status) },
        { "job_name", "null", nameof(Job.Name) },
        { "created_at", "\"yesterday\"", nameof(Job.CreatedAt) },
        { "started_at", "12", nameof(Job.StartedAt) },
        { "completed_at", "\"2026-13-01T00:00:00Z\"", nameof(Job.CompletedAt) },
        { "config_snapshot", "[1]", nameof(Job.ConfigSnapshot) },
        { "config_snapshot", "{\"workspace\": \"\\ud800\"}", nameof(Job.ConfigSnapshot) },
        { "config_snapshot", "{\"\\udc00\": 1}", nameof(Job.ConfigSnapshot) },
        { "config_hash", "{}", nameof(Job.ConfigHash) },
        { "last_completed_sheet", "9", nameof(Job.LastCompletedSheet) },
        { "last_completed_sheet", "-1", nameof(Job.LastCompletedSheet) },
        { "current_sheet", "9", nameof(Job.CurrentSheet) },
        { "current_sheet", "0", nameof(Job.CurrentSheet) },
        { "pid", "\"12\"", nameof(Job.Runner) },
        { "error_message", "\"half \\ud800\"", nameof(Job.ErrorMessage) },
        { "total_retry_count", "1.5", nameof(Job.TotalRetryCount) },
        { "rate_limit_waits", "1e400", nameof(Job.RateLimitWaits) },
        { "sheets", "[]", nameof(Job.Sheets) },
        { "sheets", """{"7": {"status": "completed"}, "x": null, "1": 5}""", nameof(Job.Sheets) },
    };

    public static TheoryData<string, string, string> UnreadableOfSheets => new()
    {
        { "status", "\"sleeping\"", nameof(Sheet.Status) },
        { "error_category", "\"gremlins\"", nameof(Sheet.ErrorCategory) },
        { "exit_reason", "\"gremlins\"", nameof(Sheet.ExitReason) },
        { "execution_mode", "\"gremlins\"", nameof(Sheet.ExecutionMode) },
        { "outcome_category", "7", nameof(Sheet.OutcomeCategory) },
        { "started_at", "\"?\"", nameof(Sheet.StartedAt) },
        { "attempt_count", "-1", nameof(Sheet.AttemptCount) },
        { "exit_code", "99999999999", nameof(Sheet.ExitCode) },
        { "validation_passed", "1", nameof(Sheet.ValidationPassed) },
        { "validation_details", """[{"rule_type": "x"}]""", nameof(Sheet.ValidationDetails) },
        { "validation_details", "{}", nameof(Sheet.ValidationDetails) },
        { "validation_details", "[{\"passed\": true, \"other\": \"\\ud800\"}]", nameof(Sheet.ValidationDetails) },
        { "passed_validations", "[1]", nameof(Sheet.PassedValidations) },
        { "passed_validations", "[\"\\ud83d\"]", nameof(Sheet.PassedValidations) },
        { "learned_patterns", "null", nameof(Sheet.LearnedPatterns) },
        { "confidence_score", "1.01", nameof(Sheet.ConfidenceScore) },
        { "last_pass_percentage", "-5", nameof(Sheet.LastPassPercentage) },
        { "execution_duration_seconds", "1e300", nameof(Sheet.ExecutionDuration) },
        { "success_without_retry", "null", nameof(Sheet.SuccessWithoutRetry) },
        { "outcome_data", "\"text\"", nameof(Sheet.OutcomeData) },
        { "outcome_data", "{\"a\": [\"\\ud800\"]}", nameof(Sheet.OutcomeData) },
    };

    [Theory]
    [InlineData("\"attempt_num\":2", "\"attempt_num\":\"x\"",
        "was not copied: its attempt_num could not be read: it is not a whole number.")]
    [InlineData("\"executed_at\":\"2026", "\"executed_at\":\"26",
        "was not copied: its executed_at could not be read: it is not a time.")]
    [InlineData("\"executed_at\":\"2026", "\"done_at\":\"2026",
        "was not copied: its executed_at could not be read: it is not a time.")]
    [InlineData("\"sheet_num\":1", "\"sheet_num\":1.5",
        "was not copied: its sheet_num could not be read: it is not a whole number.")]
    [InlineData("\"sheet_num\":1", "\"sheet_num\":9",
        "was not copied: its sheet_num is 9, and the job has the sheets 1 to 3.")]
    [InlineData("\"exit_code\":0", "\"exit_code\":[]",
        "was copied without its exit_code, which could not be read: it is not a whole number.")]
    [InlineData("\"output\":\"two\"", "\"output\":7",
        "was copied without its output, which could not be read: it is not text.")]
    [InlineData("\"two\"", "\"\\ud800\"",
        "was copied without its output, which could not be read: it contains an unpaired surrogate.")]
    public async Task A_damaged_attempt_is_reported_and_the_others_are_copied(string value, string damaged, string expected)
    {
        await SaveNew("nightly");
        string log = Folder["nightly.history"];
        foreach ((int number, string output) in (IEnumerable<(int, string)>)[(1, "one"), (2, "two"), (3, "three")])
        {
            var attempt = new Execution(0, "nightly", 1, number, null, output, 0, null, Time.GetUtcNow());
            await Store.RecordExecutionsAsync([attempt], Cancellation);
        }

        string[] lines = await File.ReadAllLinesAsync(log, Cancellation);
        lines[1] = lines[1].Replace(value, damaged, StringComparison.Ordinal);
        await File.WriteAllTextAsync(log, string.Join('\n', lines) + "\n", Cancellation);
        var copies = new JsonJobStore(Folder["copies"], Time, Processes);
        var damage = new List<string>();

        await JobCopier
            .CopyAsync("nightly", Store, copies, replace: false, damage.Add, Cancellation).ToListAsync(Cancellation);

        Assert.Equal([$"The attempt 2 of the job 'nightly' {expected}"], damage);
        long copied = await copies.CountExecutionsAsync(new ExecutionQuery { JobId = "nightly" }, Cancellation);
        Assert.Equal(expected.StartsWith("was not", StringComparison.Ordinal) ? 2 : 3, copied);
    }

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_damaged_file_is_an_error_that_names_it_in_every_call(string content)
    {
        await SaveNew("good");
        string path = Folder["bad.json"];
        await File.WriteAllTextAsync(path, content, Cancellation);

        await FailsNaming(path, MarianneError.StoreCorrupt, () => Store.LoadAsync("bad", Cancellation).AsTask());
        await FailsNaming(
            path, MarianneError.StoreCorrupt, () => Store.SaveAsync(NewJob("bad"), SaveMode.Overwrite, Cancellation).AsTask());
        await FailsNaming(path, MarianneError.StoreCorrupt, () => Store.DeleteAsync("bad", Cancellation).AsTask());
        await FailsNaming(
            path, MarianneError.StoreCorrupt, () => Store.UpdateAsync("bad", new JobUpdate.Pause(), Cancellation).AsTask());
        await FailsNaming(path, MarianneError.StoreCorrupt, () => ListInto([]));

        Assert.Equal(content, await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public async Task A_damaged_file_does_not_hide_the_others()
    {
        foreach (string id in (string[])["a", "b", "c"])
            await SaveNew(id);
        await File.WriteAllTextAsync(Folder["b.json"], "{", Cancellation);
        var listed = new List<string>();

        await FailsNaming(Folder["b.json"], MarianneError.StoreCorrupt, () => ListInto(listed));

        Assert.Equal(["c", "a"], listed);
    }

    [Theory]
    [InlineData("job_name")]
    [InlineData("error_message")]
    [InlineData("config_hash")]
    public async Task A_byte_that_is_not_UTF8_is_an_error_that_names_the_file_and_the_place(string key)
    {
        foreach (string id in (string[])["a", "b", "c"])
            await SaveNew(id);
        string path = Folder["b.json"];
        List<byte> bytes = [.. await File.ReadAllBytesAsync(path, Cancellation)];
        int at = Encoding.Latin1.GetString([.. bytes]).IndexOf($"\"{key}\"", StringComparison.Ordinal) + 2;
        bytes[at] = 0xFF;
        await File.WriteAllBytesAsync(path, [.. bytes], Cancellation);
        var listed = new List<string>();

        await FailsNaming(path, MarianneError.StoreCorrupt, () => Store.LoadAsync("b", Cancellation).AsTask());
        await FailsNaming(path, MarianneError.StoreCorrupt, () => Store.DeleteAsync("b", Cancellation).AsTask());
        await FailsNaming(path, MarianneError.StoreCorrupt, () => ListInto(listed));
        MarianneException error = await Fails(
            MarianneError.StoreCorrupt,
            () => Store.UpdateSheetAsync("b", 1, new SheetUpdate.Skip(), Cancellation).AsTask());

        Assert.Equal(["c", "a"], listed);
        Assert.Contains("it is not valid UTF-8: unexpected byte 0xff (line ", error.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path, Cancellation));
    }

    [Theory]
    [InlineData("\"\\ud800_padded\": 1, \"job_id\"", "\"job_id\"")]
    [InlineData("\"job_\\ud800_padded\": 1, \"job_id\"", "\"job_id\"")]
    public async Task A_name_with_half_of_a_surrogate_pair_is_kept(string replacement, string key)
    {
        string path = await Put(Blank("BlankJob.json", "config_hash", "\"x\"").Replace(key, replacement, StringComparison.Ordinal));

        Job job = (await Store.LoadAsync("odd", Cancellation))!;
        job.ConfigPath = "changed";
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        var listed = new List<string>();
        await ListInto(listed);

        Assert.Equal(["odd"], listed);
        Assert.Contains("_padded\": 1", await File.ReadAllTextAsync(path, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_jobs_of_the_page_are_read_completely()
    {
        await SaveNew("old");
        string old = await File.ReadAllTextAsync(Folder["old.json"], Cancellation);
        await File.WriteAllTextAsync(Folder["old.json"], old[..^20], Cancellation);
        Time.Advance(TimeSpan.FromSeconds(1));
        await SaveNew("new");

        List<Job> page = await Store.ListAsync(new JobQuery { First = 1 }, Cancellation).ToListAsync(Cancellation);

        Assert.Equal("new", Assert.Single(page).Id);
        await FailsNaming(Folder["old.json"], MarianneError.StoreCorrupt, () => ListInto([]));
    }

    [Theory]
    [MemberData(nameof(UnreadableOfJobs))]
    public async Task An_unreadable_value_of_a_job_is_reported_and_kept(string key, string raw, string property)
    {
        string path = await Put(Blank("BlankJob.json", key, raw));

        Job job = (await Store.LoadAsync("odd", Cancellation))!;
        Assert.Equal(key, Assert.Single(job.Unreadable).Value.Column);
        Assert.Equal(property, job.Unreadable.Single().Key);
        if (property != nameof(Job.Sheets))
            Assert.Equal(raw, job.Unreadable[property].Raw);
        Assert.Equal(3, job.Sheets.Count);

        job.ConfigPath = "changed";
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        string after = await File.ReadAllTextAsync(path, Cancellation);
        Assert.Contains($"\"{key}\": {raw}", after, StringComparison.Ordinal);
        Assert.Contains("\"config_path\": \"changed\"", after, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(UnreadableOfSheets))]
    public async Task An_unreadable_value_of_a_sheet_is_reported_and_kept(string key, string raw, string property)
    {
        string path = await Put(Blank("BlankJob.json", "sheets", $"{{\"2\": {Blank("BlankSheet.json", key, raw)}}}"));

        Job job = (await Store.LoadAsync("odd", Cancellation))!;
        Sheet sheet = job.Sheets[1];
        Assert.Empty(job.Unreadable);
        Assert.Equal(property, Assert.Single(sheet.Unreadable).Key);
        Assert.Equal(raw, sheet.Unreadable[property].Raw);

        sheet.ErrorMessage = "changed";
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        string after = await File.ReadAllTextAsync(path, Cancellation);
        Assert.Contains($"\"{key}\": {raw}", after, StringComparison.Ordinal);
        Assert.Contains("\"error_message\": \"changed\"", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_word_is_returned_unchanged_until_its_property_is_set()
    {
        string sheets = $"{{\"2\": {Blank("BlankSheet.json", "error_category", "\"gremlins\"")}}}";
        string path = await Put(Blank("BlankJob.json", "sheets", sheets)
            .Replace("pending\",\n  \"sheets", "odd\",\n  \"sheets", StringComparison.Ordinal));
        Job job = (await Store.LoadAsync("odd", Cancellation))!;
        Assert.Equal(JobStatus.Unknown, job.Status);
        Assert.Equal("gremlins", job.Sheets[1].ErrorCategory);

        job.Status = JobStatus.Paused;
        job.Sheets[1].ErrorCategory = "fatal";
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        Job loaded = (await Store.LoadAsync("odd", Cancellation))!;
        Assert.Empty(loaded.FindDamaged());
        Assert.Equal((JobStatus.Paused, "fatal"), (loaded.Status, loaded.Sheets[1].ErrorCategory));
        Assert.DoesNotContain("gremlins", await File.ReadAllTextAsync(path, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreadable_time_of_saving_is_reported_and_corrected_by_the_next_save()
    {
        await Put(Blank("BlankJob.json", "updated_at", "\"soon\""));
        Job job = (await Store.LoadAsync("odd", Cancellation))!;
        Assert.Equal(nameof(Job.UpdatedAt), Assert.Single(job.Unreadable).Key);

        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        Job loaded = (await Store.LoadAsync("odd", Cancellation))!;
        Assert.Empty(loaded.Unreadable);
        Assert.Equal(Time.GetUtcNow(), loaded.UpdatedAt);
    }

    [Fact]
    public async Task An_incomplete_line_of_the_log_is_ignored_and_overwritten_by_the_next_one()
    {
        await SaveNew("nightly");
        string path = Folder["nightly.history"];
        await Store.RecordExecutionsAsync([Attempt(1), Attempt(2)], Cancellation);
        string complete = await File.ReadAllTextAsync(path, Cancellation);
        await File.AppendAllTextAsync(path, complete[..^30], Cancellation);
        Assert.Equal(2, await Store.CountExecutionsAsync(new ExecutionQuery(), Cancellation));

        IReadOnlyList<Execution> recorded = await Store.RecordExecutionsAsync([Attempt(3)], Cancellation);

        Assert.Equal(3, Assert.Single(recorded).Id);
        Assert.Equal(3, await Store.CountExecutionsAsync(new ExecutionQuery(), Cancellation));
        Assert.StartsWith(complete + "[{\"id\":3,", await File.ReadAllTextAsync(path, Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nightly.history", "damage\n")]
    [InlineData("nightly.history", "[]\n")]
    [InlineData("nightly.history", "[null]\n")]
    [InlineData("nightly.runner", "{")]
    [InlineData("nightly.about", "")]
    [InlineData("nightly.about", "{\"created_at\": \"\\ud800\"}")]
    public async Task A_damaged_companion_is_an_error_that_names_it(string name, string content)
    {
        await SaveNew("nightly");
        await Store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(new RunnerProcess(1, "here", "mark")), Cancellation);
        await File.WriteAllTextAsync(Folder[name], content, Cancellation);

        await FailsNaming(
            Folder[name], MarianneError.StoreCorrupt, () => Store.GetStatisticsAsync("nightly", Cancellation).AsTask());
    }

    [Fact]
    public async Task A_runner_note_is_valid_only_for_the_process_that_the_job_names()
    {
        await SaveNew("nightly");
        await Store.UpdateSheetAsync(
            "nightly", 1, new SheetUpdate.Start(new RunnerProcess(100, "elsewhere", "mark")), Cancellation);
        string path = Folder["nightly.json"];
        string text = await File.ReadAllTextAsync(path, Cancellation);

        await File.WriteAllTextAsync(path, text.Replace("\"pid\": 100", "\"pid\": 101", StringComparison.Ordinal), Cancellation);

        Job job = (await Store.LoadAsync("nightly", Cancellation))!;
        Assert.Equal(new RunnerProcess(101), job.Runner);
        Assert.True(job.IsZombie);
    }

    private static Job NewJob(string id) => new(id, id, 3, new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));

    private static Execution Attempt(int sheet) =>
        new(0, "nightly", sheet, 1, null, "done", 0, null, new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));

    /// <summary>Returns a blank form with another value of one key.</summary>
    private static string Blank(string name, string key, string raw)
    {
        using var reader = new StreamReader(typeof(JsonJobStore).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        string[] lines = reader.ReadToEnd().Split('\n');
        int line = Array.FindIndex(lines, each => each.StartsWith($"  \"{key}\": ", StringComparison.Ordinal));
        lines[line] = $"  \"{key}\": {raw},";
        return string.Join('\n', lines)
            .Replace("\"job_id\": \"\"", "\"job_id\": \"odd\"", StringComparison.Ordinal)
            .Replace("\"job_name\": \"\"", "\"job_name\": \"Odd\"", StringComparison.Ordinal)
            .Replace("\"total_sheets\": 0", "\"total_sheets\": 3", StringComparison.Ordinal);
    }

    private async Task<string> Put(string content)
    {
        string path = Folder["odd.json"];
        await File.WriteAllTextAsync(path, content, Cancellation);
        return path;
    }

    private async Task SaveNew(string id) => await Store.SaveAsync(NewJob(id), SaveMode.IfUnchanged, Cancellation);

    private async Task ListInto(List<string> ids)
    {
        await foreach (Job job in Store.ListAsync(JobQuery.All, Cancellation))
            ids.Add(job.Id);
    }
}
