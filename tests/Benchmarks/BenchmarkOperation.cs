using System.Diagnostics;

namespace Marianne.Benchmarks;

/// <summary>A benchmark with its parameter, measured in turns.</summary>
/// <param name="Name">The name, as <c>Class.Method(parameter)</c>.</param>
/// <param name="Run">Runs it once.</param>
/// <param name="Prepare">Runs before each run, and is not measured. <c>null</c> for nothing.</param>
/// <param name="Divisor">The number of operations of a run.</param>
internal sealed record BenchmarkOperation(string Name, Func<Task> Run, Action? Prepare = null, int Divisor = 1)
{
    /// <summary>Runs it for a time, and returns the mean time of an operation in nanoseconds.</summary>
    /// <param name="length">The time. Other work, such as the collection of garbage, is shared out among all runs in it.</param>
    public async Task<double> MeasureAsync(TimeSpan length)
    {
        TimeSpan total = TimeSpan.Zero;
        int runs = 0;
        while (total < length)
        {
            Prepare?.Invoke();
            long started = Stopwatch.GetTimestamp();
            await Run();
            total += Stopwatch.GetElapsedTime(started);
            runs++;
        }

        return total.TotalNanoseconds / runs / Divisor;
    }
}
