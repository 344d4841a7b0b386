using System.Globalization;
using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>The errors of jobs and sheets, made in one place.</summary>
public static class JobErrors
{
    /// <summary>No job has this id.</summary>
    public static MarianneException NotFound(string id) => new(
        MarianneError.JobNotFound,
        $"There is no job '{id}' in this store. Get-MarianneJob lists the jobs that there are.",
        id);

    /// <summary>A job with this id exists.</summary>
    public static MarianneException Exists(string id) => new(
        MarianneError.JobExists,
        $"A job '{id}' exists already. Choose another id, or remove it first with Remove-MarianneJob; Copy-MarianneJob and "
        + "Repair-MarianneJob replace it with -Force.",
        id);

    /// <summary>Somebody else saved the job meanwhile.</summary>
    public static MarianneException Conflict(string id, DateTimeOffset loaded, DateTimeOffset stored) => new(
        MarianneError.SaveConflict,
        $"The job '{id}' was saved by somebody else at {Moment(stored)}, after the version of {Moment(loaded)} that "
        + "you changed. Nothing was written. Load it again with Get-MarianneJob and repeat the change, or use -Force "
        + "to overwrite theirs.",
        id);

    /// <summary>Somebody removed the job meanwhile.</summary>
    public static MarianneException Removed(string id, DateTimeOffset loaded) => new(
        MarianneError.SaveConflict,
        $"The job '{id}' that you loaded as of {Moment(loaded)} is not in this store any more. Nothing was written. "
        + "Use -Force to save it anew, or Copy-MarianneJob to bring it from another store with its history.",
        id);

    /// <summary>The id cannot be one.</summary>
    public static MarianneException InvalidId(string? id, string why) => new(
        MarianneError.InvalidJobId,
        $"'{TextTruncation.ShortenPrintable(id, 40)}' cannot be the id of a job: {why}. An id has 1 to {JobValidator.MaximumIdLength} characters "
        + "and no control characters.",
        id);

    /// <summary>A property of a job cannot be written.</summary>
    public static MarianneException InvalidJob(Job job, string property, string why) => new(
        MarianneError.InvalidJob, $"{property} of the job '{job.Id}' {why}. Nothing was written.", job);

    /// <summary>A property of a sheet cannot be written.</summary>
    public static MarianneException InvalidSheet(Sheet sheet, string property, string why) => new(
        MarianneError.InvalidSheet,
        $"{property} of sheet {sheet.Number} of the job '{sheet.JobId}' {why}. Nothing was written.",
        sheet);

    /// <summary>The number is not one of the job's sheets.</summary>
    public static MarianneException SheetOutOfRange(string id, int number, int total) => new(
        MarianneError.SheetOutOfRange,
        $"The job '{id}' has no sheet {number}: its sheets are 1 to {total}.",
        number);

    /// <summary>An attempt cannot be recorded.</summary>
    public static MarianneException InvalidExecution(Execution execution, string property, string why) => new(
        MarianneError.InvalidParameter,
        $"{property} of an attempt of sheet {execution.SheetNumber} of the job '{execution.JobId}' {why}. Nothing was written.",
        execution);

    /// <summary>The sheet is done.</summary>
    public static MarianneException AlreadyFinished(Sheet sheet) => new(
        MarianneError.InvalidTransition,
        $"Sheet {sheet.Number} of the job '{sheet.JobId}' is {sheet.Status} already. To run it again, set it to InProgress "
        + "first.",
        sheet);

    /// <summary>The job is over, so its sheets do not change any more.</summary>
    public static MarianneException SheetOfFinishedJob(Job job, Sheet sheet) => new(
        MarianneError.InvalidTransition,
        $"Sheet {sheet.Number} of the job '{job.Id}' cannot change: the job is {job.Status}. "
        + "Make a new job to run it again.",
        sheet);

    /// <summary>The job is over.</summary>
    public static MarianneException Finished(Job job, string participle) => new(
        MarianneError.InvalidTransition,
        $"The job '{job.Id}' cannot be {participle}: it is {job.Status}.",
        job);

    /// <summary>The job is in no state to be resumed from.</summary>
    public static MarianneException NotResumable(Job job) => new(
        MarianneError.InvalidTransition,
        $"The job '{job.Id}' cannot be resumed: it is {job.Status}, and only Paused and Failed jobs can."
        + (job.IsZombie ? " The process that played it is dead: Repair-MarianneJob recovers it." : ""),
        job);

    /// <summary>Another process plays the job.</summary>
    public static MarianneException AlreadyRunning(Job job, RunnerProcess runner) => new(
        MarianneError.JobIsPlayed,
        $"The job '{job.Id}' is being played by the {runner}. Wait for it, or pause it with Suspend-MarianneJob and play it "
        + "again.",
        job);

    /// <summary>The process does not play the job, or does so no more.</summary>
    public static MarianneException NotRunning(Job job) => new(
        MarianneError.InvalidTransition,
        $"No sheet of the job '{job.Id}' can be started: it is {job.Status}"
        + (job.Runner is { } runner ? $", played by the {runner}." : " and this process does not play it."),
        job);

    /// <summary>A job cannot lose sheets.</summary>
    public static MarianneException FewerSheets(Job job, int total) => new(
        MarianneError.InvalidTransition,
        $"The job '{job.Id}' has {job.TotalSheets} sheets, and its score now has {total}: it cannot go on with fewer. Begin "
        + "anew with -Restart.",
        job);

    /// <summary>Nothing that a job could be rebuilt from.</summary>
    public static MarianneException NoArtifacts(string id, string folder, string pattern) => new(
        MarianneError.ArtifactsNotFound,
        $"The job '{id}' cannot be rebuilt: no file in '{folder}' fits '{pattern}' and has the number of a sheet in its "
        + "name, as in sheet3-report.md.",
        folder);

    /// <summary>The source and the destination are the same store.</summary>
    public static MarianneException CopyOntoItself(string id) => new(
        MarianneError.InvalidParameter,
        $"The job '{id}' cannot be copied: the destination is the store that it is in.",
        id);

    private static string Moment(DateTimeOffset time) =>
        time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
