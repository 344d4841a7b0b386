using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of copying a job with everything that belongs to it.</summary>
public sealed class JobCopierTests : SqliteTestBase
{
    [Fact]
    public async Task A_copy_has_the_sheets_the_times_and_the_attempts_in_order()
    {
        IJobStore source = Open();
        Job job = await SaveWithHistory(source, attempts: 250);
        IJobStore destination = Open(Folder["copy.db"]);

        await Copy(source, destination);

        Job copy = await Load(destination);
        Samples.AssertEqual(await Load(source), copy);
        Assert.Equal(job.UpdatedAt, copy.UpdatedAt);
        Assert.Equal(Samples.Measures(Time.GetUtcNow()), copy.Sheets[2].Measures);
        Assert.Equal(await Attempts(source), await Attempts(destination));
    }

    [Fact]
    public async Task An_existing_job_is_replaced_only_on_request()
    {
        IJobStore source = Open();
        await SaveWithHistory(source, attempts: 3);
        IJobStore destination = Open(Folder["copy.db"]);
        Time.Advance(TimeSpan.FromSeconds(1));
        await SaveWithHistory(destination, attempts: 5);

        await Fails(MarianneError.JobExists, () => Copy(source, destination));
        Assert.Equal(5, (await Attempts(destination)).Count);

        await Copy(source, destination, replace: true);
        Assert.Equal(3, (await Attempts(destination)).Count);
    }

    [Fact]
    public async Task Replacing_a_job_by_itself_through_another_path_loses_nothing()
    {
        IJobStore source = Open();
        await SaveWithHistory(source, attempts: 3);
        File.CreateSymbolicLink(Folder["link.db"], StatePath);

        await Copy(source, Open(Folder["link.db"]), replace: true);

        Assert.Equal(3, (await Attempts(source)).Count);
    }

    [Fact]
    public async Task An_interrupted_copy_leaves_nothing_behind()
    {
        IJobStore source = Open();
        await SaveWithHistory(source, attempts: 250);
        IJobStore destination = Open(Folder["copy.db"]);

        await foreach (long copied in JobCopier.CopyAsync("nightly", source, destination, false, Cancellation))
        {
            if (copied > 0)
                break;
        }

        Assert.Null(await destination.LoadAsync("nightly", Cancellation));
        Assert.Empty(await Attempts(destination));
    }

    [Theory]
    [InlineData("attempt_num = 'x'", "was not copied: its attempt_num could not be read: it is not a whole number.")]
    [InlineData("attempt_num = 0", "was not copied: its attempt_num is 0, and attempts are counted from 1.")]
    [InlineData("executed_at = 'then'", "was not copied: its executed_at could not be read: it is not a time.")]
    [InlineData("sheet_num = 'x'", "was not copied: its sheet_num could not be read: it is not a whole number.")]
    [InlineData("sheet_num = 9", "was not copied: its sheet_num is 9, and the job has the sheets 1 to 3.")]
    [InlineData("exit_code = 'x'", "was copied without its exit_code, which could not be read: it is not a whole number.")]
    public async Task A_damaged_attempt_is_reported_and_the_others_are_copied(string change, string expected)
    {
        await using (IJobStore writer = CreateStore(StatePath))
            await SaveWithHistory(writer, attempts: 3);
        using (var file = new PlainSqlite(StatePath))
            file.Execute($"PRAGMA ignore_check_constraints = 1; UPDATE execution_history SET {change} WHERE id = 2");
        IJobStore destination = Open(Folder["copy.db"]);
        var damage = new List<string>();

        await JobCopier
            .CopyAsync("nightly", Open(), destination, replace: false, damage.Add, Cancellation)
            .ToListAsync(Cancellation);

        Assert.Equal([$"The attempt 2 of the job 'nightly' {expected}"], damage);
        Assert.Equal(expected.StartsWith("was not", StringComparison.Ordinal) ? 2 : 3, (await Attempts(destination)).Count);
    }

    [Theory]
    [InlineData("total_sheets", "'many'", "total_sheets of the job 'nightly' could not be read: it is not a whole number.")]
    [InlineData("total_sheets", "x'0102'", "total_sheets of the job 'nightly' could not be read: it is not a whole number.")]
    [InlineData("total_sheets", "-1", "total_sheets of the job 'nightly' could not be read: it is negative.")]
    [InlineData("total_sheets", "0", "TotalSheets of the job 'nightly' is 0, and a job has at least 1 sheet.")]
    public async Task A_job_without_a_number_of_sheets_is_not_copied_and_the_error_names_the_column(
        string column, string value, string expected)
    {
        await using (IJobStore writer = CreateStore(StatePath))
            await SaveWithHistory(writer, attempts: 3);
        using (var file = new PlainSqlite(StatePath))
            file.Execute($"PRAGMA ignore_check_constraints = 1; UPDATE jobs SET {column} = {value}");
        IJobStore destination = Open(Folder["copy.db"]);

        MarianneException error = await Fails(MarianneError.InvalidJob, () => Copy(Open(), destination));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        Assert.Null(await destination.LoadAsync("nightly", Cancellation));
    }

    [Theory]
    [InlineData("name = x'ff'", "name")]
    [InlineData("status = 'resting'", "status")]
    [InlineData("created_at = 'then'", "created_at")]
    [InlineData("updated_at = 'then'", "updated_at")]
    [InlineData("pid = 'many'", "pid")]
    [InlineData("config_snapshot = '{'", "config_snapshot")]
    public async Task A_job_with_another_unreadable_value_is_copied(string change, string column)
    {
        await using (IJobStore writer = CreateStore(StatePath))
            await SaveWithHistory(writer, attempts: 3);
        using (var file = new PlainSqlite(StatePath))
            file.Execute($"PRAGMA ignore_check_constraints = 1; UPDATE jobs SET {change}");
        IJobStore source = Open();
        Assert.Equal([column], (await Load(source)).Unreadable.Values.Select(value => value.Column));
        IJobStore destination = Open(Folder["copy.db"]);
        var damage = new List<string>();

        await JobCopier
            .CopyAsync("nightly", source, destination, replace: false, damage.Add, Cancellation).ToListAsync(Cancellation);

        Job copy = await Load(destination);
        Assert.Equal(SheetStatus.Skipped, copy.Sheets[1].Status);
        Assert.Equal(3, (await Attempts(destination)).Count);
        Assert.StartsWith($"{column} of the job 'nightly' could not be read: ", Assert.Single(damage), StringComparison.Ordinal);
    }

    private async Task<Job> SaveWithHistory(IJobStore store, int attempts)
    {
        await SaveNew(store);
        await store.UpdateSheetAsync("nightly", 2, new SheetUpdate.Skip("not needed"), Cancellation);
        var start = new SheetUpdate.Start(Processes.Current) { Measures = Samples.Measures(Time.GetUtcNow()) };
        await store.UpdateSheetAsync("nightly", 3, start, Cancellation);
        await store.RecordExecutionsAsync(
            [.. Enumerable.Range(1, attempts).Select(attempt => new Execution(
                0, "nightly", 1, attempt, "do it", $"done {attempt}", 0, null, Time.GetUtcNow().AddSeconds(attempt)))],
            Cancellation);
        return await Load(store);
    }

    private static async Task Copy(IJobStore source, IJobStore destination, bool replace = false) =>
        await JobCopier.CopyAsync("nightly", source, destination, replace, Cancellation).ToListAsync(Cancellation);

    private static async Task<List<string?>> Attempts(IJobStore store)
    {
        var all = new ExecutionQuery { JobId = "nightly", First = long.MaxValue };
        return await store.ListExecutionsAsync(all, Cancellation).Select(attempt => attempt.Output).ToListAsync(Cancellation);
    }
}
