namespace Marianne.Running;

/// <summary>What a run would do with a sheet.</summary>
public enum PlannedAction
{
    /// <summary>It is played.</summary>
    Play,

    /// <summary>Its command, which is not run for a plan, decides whether it is played.</summary>
    MayBeSkipped,

    /// <summary>Nothing: it is done already.</summary>
    Done,
}
