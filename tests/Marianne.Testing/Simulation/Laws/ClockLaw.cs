namespace Marianne.Testing.Simulation;

/// <summary>A service that recovers when a window of the clock ends, such as a quota that is reset each hour.</summary>
/// <param name="name">The name, as the table shows it.</param>
/// <param name="period">The seconds between two ends.</param>
/// <param name="phaseStep">
/// The ends are late, compared with multiples of the period since 1970, by a random multiple of these seconds below the period.
/// </param>
public sealed class ClockLaw(string name, double period, double phaseStep) : RecoveryLaw(name)
{
    /// <inheritdoc/>
    public override RecoveryTimes Draw(int incidents, Random random)
    {
        double phase = random.Next((int)(period / phaseStep)) * phaseStep;
        return (_, began) => period - ((began - phase) % period);
    }
}
