namespace Marianne.Storage.Postgres;

/// <summary>How far the tables are after a step.</summary>
internal enum SchemaProgress
{
    /// <summary>The tables are those of this version.</summary>
    Complete,

    /// <summary>A step was taken, and others are left.</summary>
    Advanced,

    /// <summary>Another process is taking a step.</summary>
    Locked,
}
