using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>A change that has a result.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <param name="apply">Returns the job after the change, which is that of the claims if it stays as it is, and the result.</param>
internal sealed class JobChange<T>(Func<JobClaims, (Job Next, T Result)> apply) : JobChange
{
    /// <summary>The result of the last <see cref="Apply"/>. It is valid when the change was saved.</summary>
    public T Result { get; private set; } = default!;

    /// <inheritdoc/>
    public override void Apply(JobClaims claims)
    {
        (Next, Result) = apply(claims);
        ChangesJob = Next != claims.Job;
    }
}
