using Marianne.Running;

namespace Marianne.Commands;

/// <summary>What a worker of this session reports: an event, or a job that has ended.</summary>
/// <param name="Event">The event; <c>null</c> if a job has ended.</param>
/// <param name="Ended">The job with its sheets; <c>null</c> for an event.</param>
internal sealed record WorkerNews(JobEvent? Event, Job? Ended = null);
