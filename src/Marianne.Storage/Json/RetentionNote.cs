namespace Marianne.Storage.Json;

/// <summary>How long the history of jobs is kept, in seconds; <c>null</c> is for ever.</summary>
internal sealed record RetentionNote(
    double? Completed, double? Failed, double? Cancelled, int Keep, DateTimeOffset NextAt, double? Learned = null);
