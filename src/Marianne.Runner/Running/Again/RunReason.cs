namespace Marianne.Running;

/// <summary>A reason why a sheet would run.</summary>
public enum RunReason : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>It has not run yet.</summary>
    NotRun,

    /// <summary>It was started, but not finished.</summary>
    NotFinished,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was chosen.</summary>
    Chosen,

    /// <summary>It depends on a sheet that runs again.</summary>
    DependsOn,

    /// <summary>What it does has changed: its text, its file, its instrument, its dependencies or its conditions.</summary>
    TextChanged,

    /// <summary>A parameter that it uses has another value.</summary>
    InputChanged,

    /// <summary>The source of its items has changed, and is read again. Items that are done do not run again.</summary>
    SourceChanged,

    /// <summary>The source of its items, which is read again, has new items. Items that are done do not run again.</summary>
    NewItems,

    /// <summary>
    /// The source of its items is read again. Only the run finds out whether it has new items; without them, the sheet does not run again.
    /// </summary>
    SourceRead,
}
