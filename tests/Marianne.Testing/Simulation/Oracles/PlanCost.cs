namespace Marianne.Testing.Simulation;

/// <summary>What a plan of attempts costs, in expectation for one incident.</summary>
/// <param name="Seconds">The time until the successful attempt, and the cost of the failed ones.</param>
/// <param name="FailedTries">The number of failed attempts.</param>
public readonly record struct PlanCost(double Seconds, double FailedTries);
