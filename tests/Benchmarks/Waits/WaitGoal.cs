namespace Marianne.Benchmarks.Waits;

/// <summary>A number that must not be exceeded.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Measured">The measured number.</param>
/// <param name="Maximum">The maximum.</param>
internal sealed record WaitGoal(string Name, double Measured, double Maximum)
{
    /// <summary>Indicates whether the number is not exceeded.</summary>
    public bool IsMet => Measured <= Maximum;
}
