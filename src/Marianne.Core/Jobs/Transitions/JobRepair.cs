using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>Rebuilds jobs whose state is lost, and finds the jobs that need a recovery.</summary>
public static class JobRepair
{
    /// <summary>
    /// The jobs among which zombies are searched: those that are Running, without their sheets. A job is one if
    /// <see cref="Job.IsZombie"/> is <c>true</c>.
    /// </summary>
    public static JobQuery ZombieCandidates { get; } = new() { Statuses = [JobStatus.Running], WithSheets = false };

    /// <summary>
    /// Creates a job from what is known of a lost one. The sheets up to the last completed one are Completed, and the job is
    /// Paused.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="name">The job's name.</param>
    /// <param name="totalSheets">The number of sheets, 1 or more.</param>
    /// <param name="lastCompleted">The number of the last completed sheet, 0 to <paramref name="totalSheets"/>.</param>
    /// <param name="overwrite">
    /// Indicates whether the job replaces one that a store still has: then the other sheets become Pending, too. Otherwise a
    /// save does not write them, and they keep what the store has.
    /// </param>
    /// <param name="now">The current time.</param>
    /// <exception cref="MarianneException">The job has no sheet with the number <paramref name="lastCompleted"/>.</exception>
    public static Job Rebuild(
        string id, string name, int totalSheets, int lastCompleted, bool overwrite, DateTimeOffset now)
    {
        var job = new Job(id, name, totalSheets, now);
        if (lastCompleted < 0 || lastCompleted > totalSheets)
            throw JobErrors.SheetOutOfRange(id, lastCompleted, totalSheets);

        foreach (Sheet sheet in job.Sheets.Take(lastCompleted))
        {
            sheet.Status = SheetStatus.Completed;
            sheet.CompletedAt = now;
        }

        // Setting the status marks a sheet as changed, so that a save writes it.
        foreach (Sheet sheet in overwrite ? job.Sheets.Skip(lastCompleted) : [])
            sheet.Status = SheetStatus.Pending;

        job.LastCompletedSheet = lastCompleted;
        job.Status = JobStatus.Paused;
        job.ErrorMessage = $"Rebuilt from its artifacts: {lastCompleted} of {CountText.Of(totalSheets, "sheet")} had left one.";
        return job;
    }
}
