namespace Marianne.Torture;

/// <summary>Something that is done to jobs while it is interrupted. A scenario has no state: a round has.</summary>
/// <param name="name">The name of the scenario.</param>
internal abstract class Scenario(string name)
{
    /// <summary>The name of the scenario.</summary>
    public string Name => name;

    /// <summary>The reason why the scenario cannot run on this machine, or <c>null</c> if it can.</summary>
    public virtual string? SkipReason => null;

    /// <summary>The maximum number of rounds in a long run, for a scenario that takes long.</summary>
    public virtual int MostRounds => int.MaxValue;

    /// <summary>Runs the scenario once, with any number of kills, and checks what is left after each.</summary>
    /// <param name="round">The folder, the random numbers and the result of the round.</param>
    public abstract Task RunAsync(Round round);
}
