namespace Marianne.Storage.Json;

/// <summary>
/// The claim of a job or a sheet. The lease ends at a time in microseconds since the machine was started, which the boot id names.
/// </summary>
internal sealed record ClaimNote(
    int? Sheet, long Token, int Takeovers, string? Worker, RunnerNote? Process, long EndsAt, long Lease, string? Boot);
