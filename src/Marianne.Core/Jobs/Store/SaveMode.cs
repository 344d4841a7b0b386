namespace Marianne.Jobs;

/// <summary>What a save does if the store already has the job.</summary>
public enum SaveMode
{
    /// <summary>Writes the job only if it was not changed since it was loaded; otherwise the save is a conflict.</summary>
    IfUnchanged,

    /// <summary>Overwrites any version of the job.</summary>
    Overwrite,

    /// <summary>Writes a job of another store, with its times. It is an error if the store already has the job.</summary>
    Import,
}
