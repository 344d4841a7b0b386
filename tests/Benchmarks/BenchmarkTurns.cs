namespace Marianne.Benchmarks;

/// <summary>Measures benchmarks in turns, so that other load on the machine slows all of them.</summary>
internal static class BenchmarkTurns
{
    /// <summary>The rounds in which the code is compiled. They do not count.</summary>
    private const int WarmUpRounds = 10;

    private const int Rounds = 30;

    private static readonly TimeSpan TurnLength = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns the least of the mean times of an operation's turns in nanoseconds, by name.</summary>
    public static async Task<Dictionary<string, double>> MeasureAsync(IReadOnlyCollection<BenchmarkOperation> operations)
    {
        Dictionary<string, double> least = operations.ToDictionary(operation => operation.Name, _ => double.MaxValue);
        for (int round = -WarmUpRounds; round < Rounds; round++)
        {
            foreach (BenchmarkOperation operation in operations)
            {
                double time = await operation.MeasureAsync(TurnLength);
                if (round >= 0)
                    least[operation.Name] = Math.Min(time, least[operation.Name]);
            }
        }

        return least;
    }
}
