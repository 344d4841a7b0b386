namespace Marianne.Policies;

/// <summary>The result of other sheets that a sheet needs to start.</summary>
public enum NeededResult
{
    /// <summary>All sheets that it depends on are Completed or Skipped.</summary>
    Success,

    /// <summary>All sheets that it depends on have ended, also if they failed or can no longer start.</summary>
    Any,
}
