namespace Marianne.Jobs;

/// <summary>A claim of a job or of one of its sheets, as it is stored.</summary>
/// <param name="JobId">The job's id.</param>
/// <param name="SheetNumber">The sheet's number, from 1; <c>null</c> if the whole job is claimed.</param>
/// <param name="Token">
/// The number that proves the claim. It rises with each claim of the same job or sheet, and is never used again.
/// </param>
public sealed record Claim(string JobId, int? SheetNumber, long Token)
{
    /// <summary>The id of the worker that has the claim; <c>null</c> if it was given back.</summary>
    public string? WorkerId { get; init; }

    /// <summary>The worker's process; <c>null</c> if it is not known.</summary>
    public RunnerProcess? Process { get; init; }

    /// <summary>The time until the lease ends, unless it is renewed. It has ended if the time is not positive.</summary>
    public TimeSpan Remaining { get; init; }

    /// <summary>
    /// How often the claim was taken over from a worker that died during the work, since that work last ended by itself.
    /// </summary>
    public int Takeovers { get; init; }

    /// <summary>Indicates whether a worker has the claim, its lease has not ended, and its process is not certainly dead.</summary>
    public bool IsLive { get; init; }

    /// <summary>Indicates whether a worker has the claim, which may have ended.</summary>
    public bool IsHeld => WorkerId is not null;

    /// <inheritdoc/>
    public override string ToString() => SheetNumber is { } number ? $"{JobId} {number}" : JobId;

    /// <summary>Returns the claim with <see cref="IsLive"/> as it is now.</summary>
    /// <param name="processes">The processes of this machine.</param>
    public Claim Judged(IProcessList processes)
    {
        ArgumentNullException.ThrowIfNull(processes);
        return this with
        {
            IsLive = IsHeld && Remaining > TimeSpan.Zero
                && (Process is null || processes.Examine(Process) != ProcessState.Dead),
        };
    }
}
