namespace Marianne.Running;

/// <summary>What a run would do with a sheet.</summary>
public enum PlannedAction
{
    /// <summary>The sheet would run.</summary>
    Play,

    /// <summary>The sheet would run or be skipped, depending on its command, which a plan does not run.</summary>
    MayBeSkipped,

    /// <summary>Nothing, because the sheet is already done.</summary>
    Done,
}
