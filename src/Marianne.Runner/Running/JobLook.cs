using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>What one look at jobs found that are waited for.</summary>
/// <param name="Ended">The jobs that have ended since the last look, with their sheets.</param>
/// <param name="Removed">The ids of the jobs that do not exist any more.</param>
/// <param name="Waiting">The jobs that have not ended, without their sheets.</param>
public sealed record JobLook(IList<Job> Ended, IList<string> Removed, IList<Job> Waiting);
