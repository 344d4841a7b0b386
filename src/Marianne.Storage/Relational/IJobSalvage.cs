using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Reads the jobs of a store whose tables are damaged.</summary>
internal interface IJobSalvage
{
    /// <summary>Reads the jobs that can be read without their sheets, last updated first.</summary>
    /// <param name="except">The ids of jobs to skip, which were listed before.</param>
    /// <param name="damage">Receives the errors of damaged jobs.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<List<Job>> ReadAsync(IReadOnlySet<string> except, ListingDamage damage, CancellationToken cancellationToken);
}
