namespace Marianne.Running;

/// <summary>What a run would do with a sheet.</summary>
public enum PlannedAction : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>The sheet would run.</summary>
    Play,

    /// <summary>The sheet would run or be skipped, depending on its condition or on its command, which a plan does not run.</summary>
    MayBeSkipped,

    /// <summary>Nothing, because the sheet is already done.</summary>
    Done,
}
