namespace Marianne.Jobs;

/// <summary>What a save does when the store holds the job already.</summary>
public enum SaveMode
{
    /// <summary>Writes only over the version that was loaded.</summary>
    IfUnchanged,

    /// <summary>Writes over whatever is there.</summary>
    Overwrite,

    /// <summary>Writes a job of another store, as it is and with its times, where none is yet.</summary>
    Import,
}
