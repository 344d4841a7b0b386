using System.Diagnostics;
using Marianne.Testing;
using Marianne.Torture.Checks;

namespace Marianne.Torture.Scenarios;

/// <summary>The worker is killed while it migrates an SQLite file of an earlier version.</summary>
internal sealed class MigrationScenario() : Scenario("migration (SQLite)")
{
    private const int Attempts = 20_000;

    private const string Score =
        """{ "name": "torture", "workspace": "ws", "sheets": [ { "command": "exit 0" } ] }""";

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        string old = round["old.db"];
        File.Copy(Path.Combine(Programs.Fixtures, "state-v2.db"), old);
        Grow(old);
        string[] expected = ContentOf(old);
        await File.WriteAllTextAsync(round["score.json"], Score);
        TimeSpan whole = await MeasureAsync(round, old);

        for (int kill = 1; kill <= round.MostKills; kill++)
        {
            string path = round[$"state-{kill}.db"];
            File.Copy(old, path);
            using var worker = new Child(Run(round, path), round);
            bool isKilled = await worker.KillAfterAsync(whole * (0.1 + (0.9 * round.Random.NextDouble())));
            round.Count(isKilled, acknowledged: 0);

            await StoreCheck.RunAsync(round, StorePlace.At(StoreKind.Sqlite, path));
            round.Check(ContentOf(path).SequenceEqual(expected), "the content of the file has changed");
            using var again = new Child(Run(round, path), round);
            await again.WaitAsync();
            round.Check(again.ExitCode == 0, $"the next run ended with {await again.DescribeEndAsync()}");
            round.Check(ContentOf(path).SequenceEqual(expected), "the content of the file has changed in the next run");
            using var file = new PlainSqlite(path);
            round.Check(file.Scalar("SELECT max(version) FROM schema_version") is 4L, "the file is not migrated");
        }
    }

    private static async Task<TimeSpan> MeasureAsync(Round round, string old)
    {
        File.Copy(old, round["measured.db"]);
        var watch = Stopwatch.StartNew();
        using var worker = new Child(Run(round, round["measured.db"]), round);
        await worker.WaitAsync();
        return watch.Elapsed;
    }

    private static ProcessStartInfo Run(Round round, string path) =>
        Programs.Worker("run", round["score.json"], "--store", path);

    /// <summary>Adds attempts, so that creating the indexes takes some time.</summary>
    private static void Grow(string path)
    {
        using var file = new PlainSqlite(path);
        file.Execute(
            $"""
            WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {Attempts})
            INSERT INTO execution_history (job_id, sheet_num, attempt_num, output, exit_code, duration_seconds, executed_at)
            SELECT (SELECT id FROM jobs LIMIT 1), 1, number, hex(zeroblob(100)), 0, 1.5, '2026-01-01T00:00:00+00:00' FROM numbers
            """);
        file.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Returns the rows of the jobs that were in the old file.</summary>
    private static string[] ContentOf(string path)
    {
        using var file = new PlainSqlite(path);
        return
        [
            .. file.Rows("SELECT id, name, status, total_sheets, created_at FROM jobs WHERE name <> 'torture' ORDER BY id"),
            .. file.Rows(
                """
                SELECT job_id, sheet_num, status, attempt_count, error_message FROM sheets
                WHERE job_id IN (SELECT id FROM jobs WHERE name <> 'torture') ORDER BY job_id, sheet_num
                """),
            .. file.Rows(
                """
                SELECT count(*), sum(length(output)) FROM execution_history
                WHERE job_id IN (SELECT id FROM jobs WHERE name <> 'torture')
                """),
        ];
    }
}
