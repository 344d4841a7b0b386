using Marianne.Secrets;

namespace Marianne.Running;

/// <summary>Announces warnings where there is no journal of a run.</summary>
internal static class OutletWarnings
{
    /// <summary>Announces a warning.</summary>
    /// <param name="outlet">The outlet.</param>
    /// <param name="jobId">The id of the job that it concerns; empty if it concerns none.</param>
    /// <param name="message">The warning, as a sentence.</param>
    /// <param name="time">The clock.</param>
    /// <param name="redactor">Redacts the secrets of the job.</param>
    public static void Warn(this RunOutlet outlet, string jobId, string message, TimeProvider time, SecretRedactor redactor) =>
        outlet.Announce(Redacted<JobEvent>.Of(new JobEvent(JobEventKind.Warning, jobId, time.GetUtcNow(), message), redactor));
}
