namespace Marianne.Jobs;

/// <summary>A change of a whole job that a store makes in one step, whatever was saved meanwhile.</summary>
public abstract record JobUpdate
{
    private JobUpdate()
    {
    }

    /// <summary>
    /// Says that a process plays it from now on: it is Running. One that another plays is refused, unless that is dead;
    /// its message then says so.
    /// </summary>
    /// <param name="Runner">The process.</param>
    /// <param name="Config">Its configuration when that is another now. It may have more sheets than before, never fewer.</param>
    public sealed record Run(RunnerProcess Runner, JobConfig? Config = null) : JobUpdate;

    /// <summary>Pauses it: Pending, Running and Failed jobs become Paused.</summary>
    /// <param name="Message">Why; nothing when somebody asked for it.</param>
    public sealed record Pause(string? Message = null) : JobUpdate;

    /// <summary>Makes it ready to run again: Paused and Failed jobs become Pending.</summary>
    public sealed record Resume : JobUpdate;

    /// <summary>Ends it for good.</summary>
    public sealed record Cancel : JobUpdate;

    /// <summary>Gives it up.</summary>
    /// <param name="Message">Why.</param>
    public sealed record Fail(string Message) : JobUpdate;

    /// <summary>Pauses it when it is a zombie, and leaves it as it is when it is not.</summary>
    public sealed record Recover : JobUpdate;
}
