using BenchmarkDotNet.Attributes;
using Marianne.Learning;
using Marianne.Waits;
using Microsoft.Data.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>Compares a learned wait from few and from many recoveries with the query that it requires.</summary>
public class WaitBenchmarks
{
    private static readonly LearnedWaitQuery Request = new("E101") { StaticDelay = TimeSpan.FromSeconds(60) };

    private static readonly WaitRequest OfCurve = new(TimeSpan.FromSeconds(60));
    private static readonly RecoveryCurveEstimator Curve = new();

    private LearningFile _file = null!;
    private SqliteConnection _bare = null!;
    private SqliteCommand _command = null!;

    [Params(1000, 1_000_000)]
    public int Recoveries { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _file = await LearningFile.CreateAsync(outcomes: 1, Recoveries).ConfigureAwait(false);
        _bare = _file.OpenBare();
        _command = _bare.CreateCommand();
        _command.CommandText =
            "SELECT actual_wait FROM error_recoveries WHERE error_code = @1 AND recovery_success = 1 "
            + "ORDER BY recorded_at DESC LIMIT 20";
        _command.Parameters.AddWithValue("@1", "E101");
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        _bare.Dispose();
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    [Benchmark(Baseline = true)]
    public double BareQuery()
    {
        double sum = 0;
        using SqliteDataReader reader = _command.ExecuteReader();
        while (reader.Read())
            sum += reader.GetDouble(0);
        return sum;
    }

    [Benchmark]
    public async Task<LearnedWaitTime?> Wait() =>
        await new WaitTimeService(_file.Store).FindAsync(Request, default).ConfigureAwait(false);

    /// <summary>Reads the attempts, and plans a wait on the recovery curve.</summary>
    [Benchmark]
    public async Task<LearnedWaitTime> Plan() =>
        await new WaitEstimateService(_file.Store, Curve).EstimateAsync(new WaitScope("E101"), OfCurve, default).ConfigureAwait(false);

    [Benchmark]
    public async Task<LearnedWaitTime?> WaitOfModel() =>
        await new WaitTimeService(_file.Store).FindAsync(Request with { Model = "opus" }, default).ConfigureAwait(false);
}
