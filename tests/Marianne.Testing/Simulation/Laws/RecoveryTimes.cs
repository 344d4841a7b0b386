namespace Marianne.Testing.Simulation;

/// <summary>The recoveries of a simulation.</summary>
/// <param name="incident">The number of the incident, from 0.</param>
/// <param name="began">The time of its first error in Unix seconds.</param>
/// <returns>The seconds from the first error until the service recovers.</returns>
public delegate double RecoveryTimes(int incident, double began);
