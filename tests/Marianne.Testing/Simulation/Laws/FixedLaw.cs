using System.Globalization;

namespace Marianne.Testing.Simulation;

/// <summary>A service that always recovers after the same time.</summary>
/// <param name="seconds">The time.</param>
public sealed class FixedLaw(double seconds) : RecoveryLaw(string.Create(CultureInfo.InvariantCulture, $"fixed {seconds}"))
{
    /// <inheritdoc/>
    public override RecoveryTimes Draw(int incidents, Random random) => (_, _) => seconds;
}
