using Marianne.Jobs;

namespace Marianne.Testing;

/// <summary>Creates jobs in memory and applies updates to them.</summary>
public static class TestJobs
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 7, 5, 9, TimeSpan.Zero);

    public static readonly RunnerProcess Runner = new(4711, "here", "mark");

    public static SheetUpdate.Start Start { get; } = new(Runner);

    public static SheetUpdate.Complete Complete { get; } = new(SheetResult.Empty);

    public static SheetUpdate.Fail Fail { get; } = new(SheetResult.Empty);

    public static SheetUpdate.Skip Skip { get; } = new("not needed");

    public static SheetUpdate.Wait Wait { get; } = new(SheetWaitReason.Retry, SheetResult.Empty);

    public static Job NewJob(int sheets = 3, JobStatus status = JobStatus.Pending) =>
        new("nightly", "Nightly", sheets, Now.AddHours(-1)) { Status = status };

    /// <summary>Applies an update to a sheet and returns the job.</summary>
    public static Job After(this Job job, int number, SheetUpdate update, DateTimeOffset? now = null) =>
        SheetTransitions.Apply(job, number, update, isZombie: false, now ?? Now).Job;

    /// <summary>Applies an update to the job and returns it.</summary>
    public static Job After(this Job job, JobUpdate update, bool isZombie = false) =>
        JobTransitions.Apply(job, update, isZombie, Now);

    /// <summary>Returns every property of a job and its sheets as text.</summary>
    public static string Dump(Job job) => string.Join('\n', job.Sheets.Cast<object>().Prepend(job).Select(Values));

    private static string Values(object stored) => string.Join(';', stored.GetType().GetProperties()
        .Where(property => property.Name is not nameof(Job.Sheets))
        .Select(property => $"{property.Name}={property.GetValue(stored)}"));
}
