namespace Marianne.Testing.Simulation;

/// <summary>A clock that shows the time of a simulation. It moves only when it is set.</summary>
public sealed class SimulatedClock : TimeProvider
{
    /// <summary>The time in Unix seconds.</summary>
    public double Now { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => ToInstant(Now);

    /// <summary>
    /// Returns seconds as a multiple of 1/64 s. Doubles, ticks and microseconds represent them exactly, so an attempt at the instant of
    /// a recovery is not early by a rounding error.
    /// </summary>
    public static double Round(double seconds) => Math.Round(seconds * 64) / 64;

    /// <summary>Returns the instant of Unix seconds.</summary>
    public static DateTimeOffset ToInstant(double seconds) => DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(seconds);
}
