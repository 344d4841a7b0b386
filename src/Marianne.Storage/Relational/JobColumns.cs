namespace Marianne.Storage.Relational;

/// <summary>What is read of jobs.</summary>
internal enum JobColumns
{
    /// <summary>Everything but the sheets.</summary>
    All,

    /// <summary>Everything but the sheets and whether the job is a zombie. The claims are read by a query of their own.</summary>
    WithoutClaim,

    /// <summary>
    /// What an update of one sheet needs: neither the configuration, which grows with the job, nor the tags and the origin nor whether the
    /// job is a zombie.
    /// </summary>
    Slim,
}
