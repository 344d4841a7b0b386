using System.Globalization;
using BenchmarkDotNet.Attributes;
using Marianne.Learning;
using Microsoft.Data.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>Compares recording a thousand outcomes with prepared inserts of the same rows in one transaction.</summary>
public class RecordBenchmarks
{
    private const int Rows = 1000;

    private LearningFile _file = null!;
    private LearningFile _bareFile = null!;
    private SqliteConnection _bare = null!;
    private SqliteConnection _same = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        _file = await LearningFile.CreateAsync(outcomes: 1, recoveries: 1).ConfigureAwait(false);
        _bareFile = await LearningFile.CreateAsync(outcomes: 1, recoveries: 1).ConfigureAwait(false);
        _bareFile.DropExtensions();
        _bare = _bareFile.OpenBare();
        _same = _file.OpenBare();
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        _bare.Dispose();
        _same.Dispose();
        await _file.DisposeAsync().ConfigureAwait(false);
        await _bareFile.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Inserts into a file without the indexes and triggers of this module.</summary>
    [Benchmark(Baseline = true)]
    public void BareInsert() => Insert(_bare);

    /// <summary>Inserts into a file of this module.</summary>
    [Benchmark]
    public void BareInsertWithTriggers() => Insert(_same);

    [Benchmark]
    public async Task<int> Record() =>
        (await _file.Store.RecordOutcomesAsync(Reports(), default).ConfigureAwait(false)).Count;

    private static OutcomeReport[] Reports() =>
    [
        .. Enumerable.Range(0, Rows).Select(number => new OutcomeReport
        {
            SheetId = $"nightly-sheet{number}",
            JobId = "nightly",
            WorkspacePath = $"/srv/space/{number % 5}",
            Duration = TimeSpan.FromSeconds(1.5),
            SuccessWithoutRetry = true,
            StartedAt = DateTimeOffset.UtcNow, // New times, as in the rows of the baseline: the index of the file is in their order.
        }),
    ];

    private static void Insert(SqliteConnection connection)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            $"INSERT INTO executions VALUES ({string.Join(", ", Enumerable.Range(1, 14).Select(n => $"@{n}"))})";
        for (int number = 1; number <= 14; number++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"@{number}" });

        for (int row = 0; row < Rows; row++)
        {
            object[] values =
            [
                Guid.CreateVersion7().ToString(), $"{row % 5:x16}", "b885a47feb0c3503", row, Now("+00:00"), Now(""), 1.5, "completed",
                0, true, 1.0, 1.0, DBNull.Value, "[]",
            ];
            for (int index = 0; index < values.Length; index++)
                command.Parameters[index].Value = values[index];
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static string Now(string offset) =>
        DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture) + offset;
}
