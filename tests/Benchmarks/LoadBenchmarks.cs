using BenchmarkDotNet.Attributes;
using Marianne.Jobs;
using Microsoft.Data.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>
/// Compares loading a job of 1,000 sheets with a reader that reads all values of the same rows and discards them.
/// </summary>
public class LoadBenchmarks
{
    private TemporaryStore _store = null!;
    private SqliteConnection _bare = null!;
    private SqliteCommand _command = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        _store = new TemporaryStore();
        await _store.AddJobAsync("loaded", 1000).ConfigureAwait(false);
        _bare = _store.OpenBare();
        _command = _bare.CreateCommand();
        _command.CommandText = "SELECT * FROM sheets WHERE job_id = 'loaded' ORDER BY sheet_num";
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        _bare.Dispose();
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    [Benchmark(Baseline = true)]
    public int BareReader()
    {
        int values = 0;
        using SqliteDataReader reader = _command.ExecuteReader();
        object[] row = new object[reader.FieldCount];
        while (reader.Read())
            values += reader.GetValues(row);
        return values;
    }

    [Benchmark]
    public async Task<Job?> Load() => await _store.Store.LoadAsync("loaded", default).ConfigureAwait(false);
}
