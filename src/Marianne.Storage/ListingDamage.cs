using Marianne.Jobs;

namespace Marianne.Storage;

/// <summary>
/// Collects the errors of jobs that a listing cannot read. A damaged job must not hide the others, so without another receiver the
/// first error is thrown after all of them are listed.
/// </summary>
/// <param name="query">The query, which may have a receiver of errors.</param>
internal sealed class ListingDamage(JobQuery query)
{
    private MarianneException? _first;

    /// <summary>Adds the error of a job.</summary>
    public void Add(MarianneException error)
    {
        query.OnDamage?.Invoke(error);
        _first ??= error;
    }

    /// <summary>Throws the first error, if there is one and the query has no receiver.</summary>
    public void Throw()
    {
        if (_first is not null && query.OnDamage is null)
            throw _first;
    }
}
