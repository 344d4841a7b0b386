using System.Globalization;
using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>Creates the errors of jobs and sheets.</summary>
public static class JobErrors
{
    private const int LongestShownId = 40;
    private const int MostListed = 10;

    /// <summary>A job cannot be copied, because the store that has it is damaged.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cause">The error of the store.</param>
    public static MarianneException NotCopied(string id, MarianneException cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        string advice = cause.Error == MarianneError.StoreCorrupt
            ? ""
            : " Repair-MarianneStore -Destination copies the rows of a file as they are.";
        return new(cause.Error, $"The job '{id}' cannot be copied. {cause.Message}{advice}", id);
    }

    /// <summary>Creates the error for a job that does not exist.</summary>
    /// <param name="id">The job's id.</param>
    public static MarianneException NotFound(string id) => new(
        MarianneError.JobNotFound,
        $"The job '{id}' does not exist in this store. Use Get-MarianneJob to list the jobs.",
        id);

    /// <summary>Creates the error for a name that no job has.</summary>
    /// <param name="name">The name.</param>
    public static MarianneException NameNotFound(string name) => new(
        MarianneError.JobNotFound,
        $"No job in this store has the name '{name}'. Use Get-MarianneJob to list the jobs.",
        name);

    /// <summary>Creates the error for a new job whose id is in use.</summary>
    /// <param name="id">The job's id.</param>
    public static MarianneException Exists(string id) => new(
        MarianneError.JobExists,
        $"The job '{id}' already exists. Choose another id, or remove the job first with Remove-MarianneJob; "
        + "Copy-MarianneJob and Repair-MarianneJob replace it with -Force.",
        id);

    /// <summary>Creates the error for a job that another process saved since it was loaded.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="loaded">The time of the version that was loaded.</param>
    /// <param name="stored">The time of the version in the store.</param>
    public static MarianneException Conflict(string id, DateTimeOffset loaded, DateTimeOffset stored) => new(
        MarianneError.SaveConflict,
        $"The job '{id}' was saved by another process at {Moment(stored)}, after the version of {Moment(loaded)} that you "
        + "changed. Nothing was written. Load it again with Get-MarianneJob and repeat the change, or overwrite it with "
        + "-Force.",
        id);

    /// <summary>Creates the error for a job that another process removed since it was loaded.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="loaded">The time of the version that was loaded.</param>
    public static MarianneException Removed(string id, DateTimeOffset loaded) => new(
        MarianneError.SaveConflict,
        $"The job '{id}', which you loaded as of {Moment(loaded)}, is no longer in this store. Nothing was written. Use "
        + "-Force to save it as a new job, or Copy-MarianneJob to copy it with its history from another store.",
        id);

    /// <summary>Creates the error for a sheet that another process changed since it was loaded.</summary>
    /// <param name="sheet">The sheet as it is stored.</param>
    public static MarianneException SheetChanged(Sheet sheet) => new(
        MarianneError.SaveConflict,
        $"Sheet {sheet.Number} of the job '{sheet.JobId}' was changed by another process, and is now {sheet.Status}. Nothing "
        + "was written. Load it again and repeat the change.",
        sheet);

    /// <summary>Creates the error for a job that got sheets of items while a change of its score was prepared.</summary>
    /// <param name="job">The job as it is stored.</param>
    /// <param name="expected">The number of sheets that it had before.</param>
    public static MarianneException SheetsAdded(Job job, int expected) => new(
        MarianneError.SaveConflict,
        $"The job '{job.Id}' had {CountText.Of(expected, "sheet")} when the numbers of new ones were determined, and another "
        + $"process has changed that to {job.TotalSheets}. Nothing was written. Run the score again.",
        job);

    /// <summary>Creates the error for an invalid job id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="why">The reason, without a full stop.</param>
    public static MarianneException InvalidId(string? id, string why) => new(
        MarianneError.InvalidJobId,
        $"'{TextTruncation.ShortenPrintable(id, LongestShownId)}' is not a valid job id: {why}. An id has 1 to "
        + $"{JobValidator.MaximumIdLength} characters and no control characters.",
        id);

    /// <summary>Creates the error for an invalid id of a run.</summary>
    /// <param name="runId">The id of the run.</param>
    /// <param name="why">The reason, without a full stop.</param>
    public static MarianneException InvalidRunId(string? runId, string why) => new(
        MarianneError.InvalidParameter,
        $"'{TextTruncation.ShortenPrintable(runId, LongestShownId)}' is not a valid run id: {why}. A run id has 1 to "
        + $"{JobRunId.MaximumLength} characters and no control characters.",
        runId);

    /// <summary>Creates the error for an invalid property of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="property">The name of the property.</param>
    /// <param name="why">The reason, as in <c>is empty</c>.</param>
    public static MarianneException InvalidJob(Job job, string property, string why) => new(
        MarianneError.InvalidJob, $"{property} of the job '{job.Id}' {why}. Nothing was written.", job);

    /// <summary>Creates the error for an invalid property of a sheet.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="property">The name of the property.</param>
    /// <param name="why">The reason, as in <c>is negative</c>.</param>
    public static MarianneException InvalidSheet(Sheet sheet, string property, string why) => new(
        MarianneError.InvalidSheet,
        $"{property} of sheet {sheet.Number} of the job '{sheet.JobId}' {why}. Nothing was written.",
        sheet);

    /// <summary>Creates the error for a sheet that a job does not have.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="total">The number of sheets of the job.</param>
    public static MarianneException SheetOutOfRange(string id, int number, int total) => new(
        MarianneError.SheetOutOfRange,
        $"The job '{id}' has no sheet {number}: its sheets are 1 to {total}.",
        number);

    /// <summary>Creates the error for a name that no sheet of a job has.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="name">The name.</param>
    public static MarianneException NoSheetNamed(string id, string name) => new(
        MarianneError.SheetOutOfRange,
        $"The job '{id}' has no sheet with the name '{name}'. Use Get-MarianneSheet to list its sheets.",
        name);

    /// <summary>Creates the error for an invalid property of an attempt.</summary>
    /// <param name="execution">The attempt.</param>
    /// <param name="property">The name of the property.</param>
    /// <param name="why">The reason, as in <c>is negative</c>.</param>
    public static MarianneException InvalidExecution(Execution execution, string property, string why) => new(
        MarianneError.InvalidParameter,
        $"{property} of an attempt of sheet {execution.SheetNumber} of the job '{execution.JobId}' {why}. Nothing was written.",
        execution);

    /// <summary>Creates the error for a sheet that is already Completed or Skipped.</summary>
    /// <param name="sheet">The sheet.</param>
    public static MarianneException AlreadyFinished(Sheet sheet) => new(
        MarianneError.InvalidTransition,
        $"Sheet {sheet.Number} of the job '{sheet.JobId}' is already {sheet.Status}. To run it again, set it to InProgress "
        + "first.",
        sheet);

    /// <summary>Creates the error for a sheet that cannot change because its job is finished.</summary>
    /// <param name="job">The job.</param>
    /// <param name="sheet">The sheet.</param>
    public static MarianneException SheetOfFinishedJob(Job job, Sheet sheet) => new(
        MarianneError.InvalidTransition,
        $"Sheet {sheet.Number} of the job '{job.Id}' cannot change: the job is {job.Status}. "
        + "Create a new job to run it again.",
        sheet);

    /// <summary>Creates the error for a job that is already finished.</summary>
    /// <param name="job">The job.</param>
    /// <param name="participle">The change that was requested, as in <c>paused</c>.</param>
    public static MarianneException Finished(Job job, string participle) => new(
        MarianneError.InvalidTransition,
        $"The job '{job.Id}' cannot be {participle}: it is {job.Status}.{RestartHint(job)}",
        job);

    /// <summary>Creates the error for a job that cannot be completed because not all of its sheets are finished.</summary>
    /// <param name="job">The job.</param>
    public static MarianneException NotAllFinished(Job job) => new(
        MarianneError.InvalidTransition,
        $"The job '{job.Id}' cannot be completed: not all of its sheets are Completed or Skipped.",
        job);

    /// <summary>Creates the error for a job that cannot be resumed.</summary>
    /// <param name="job">The job.</param>
    public static MarianneException NotResumable(Job job) => new(
        MarianneError.InvalidTransition,
        $"The job '{job.Id}' cannot be resumed: it is {job.Status}, and only Paused and Failed jobs can be resumed."
        + (job.IsZombie ? " Its runner process is dead. Use Repair-MarianneJob to recover it." : RestartHint(job)),
        job);

    /// <summary>Creates the error for a job that another process runs.</summary>
    /// <param name="job">The job.</param>
    /// <param name="runner">The process that runs it.</param>
    public static MarianneException AlreadyRunning(Job job, RunnerProcess runner) => new(
        MarianneError.JobIsPlayed,
        $"The job '{job.Id}' is already being run by the {runner}. Wait for it, or pause it with Suspend-MarianneJob and "
        + "run it again.",
        job);

    /// <summary>Creates the error for a job that is to be removed while a process runs it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="runner">The process that runs it.</param>
    /// <param name="isCurrent">Indicates whether that is this process: it may have started a sheet without running the job.</param>
    public static MarianneException RemovedWhileRunning(Job job, RunnerProcess runner, bool isCurrent) => new(
        MarianneError.JobIsPlayed,
        $"The job '{job.Id}' cannot be removed, because " + (isCurrent, job.Status) switch
        {
            (true, JobStatus.Running) => "this process runs it. Pause it first with Suspend-MarianneJob, or use -Force.",
            (true, _) => "a sheet that this process started has not ended. End it with Set-MarianneSheet, or use -Force.",
            _ => $"the {runner} runs it. Wait for it, or stop it with Stop-MarianneJob -Wait. To remove it nevertheless, use -Force.",
        },
        job);

    /// <summary>Creates the error for a sheet that cannot start because the process does not run its job.</summary>
    /// <param name="job">The job.</param>
    public static MarianneException NotRunning(Job job) => new(
        MarianneError.InvalidTransition,
        $"No sheet of the job '{job.Id}' can be started: it is {job.Status}"
        + (job.Runner is { } runner ? $" and run by the {runner}." : " and this process does not run it."),
        job);

    /// <summary>Creates the error for a job whose score now has fewer sheets.</summary>
    /// <param name="job">The job.</param>
    /// <param name="total">The number of sheets of the score.</param>
    public static MarianneException FewerSheets(Job job, int total) => new(
        MarianneError.InvalidTransition,
        $"The job '{job.Id}' has {CountText.Of(job.TotalSheets, "sheet")}, and its score now has {total}. It cannot resume with "
        + "fewer sheets. Start again with -Restart.",
        job);

    /// <summary>Creates the error for a job whose score does not have all of its sheets any more.</summary>
    /// <param name="job">The job.</param>
    /// <param name="sheets">The numbers and names of the sheets that the score no longer has.</param>
    public static MarianneException RemovedSheets(Job job, IEnumerable<string> sheets)
    {
        string[] removed = [.. sheets];
        string more = removed.Length > MostListed ? ", ..." : "";
        return new(
            MarianneError.InvalidTransition,
            $"The score of the job '{job.Id}' no longer has {CountText.Word(removed.Length, "sheet")} "
            + $"{string.Join(", ", removed.Take(MostListed))}{more}. A job keeps its sheets. Put them back, or start again with -Restart.",
            job);
    }

    /// <summary>Creates the error for a job that cannot be rebuilt because no artifact was found.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="folder">The folder that was searched.</param>
    /// <param name="pattern">The pattern of the artifacts.</param>
    public static MarianneException NoArtifacts(string id, string folder, string pattern) => new(
        MarianneError.ArtifactsNotFound,
        $"The job '{id}' cannot be rebuilt: no file in '{folder}' matches '{pattern}' and has a sheet number in its name, as "
        + "in sheet3-report.md.",
        folder);

    /// <summary>Creates the error for a job that is copied to its own store.</summary>
    /// <param name="id">The job's id.</param>
    public static MarianneException CopyOntoItself(string id) => new(
        MarianneError.InvalidParameter,
        $"The job '{id}' cannot be copied: the destination is the store that it is in.",
        id);

    private static string RestartHint(Job job) => job is { Status: JobStatus.Cancelled, ConfigSnapshot: not null }
        ? " To run its score again as a new job, use Invoke-MarianneJob with -Restart."
        : "";

    private static string Moment(DateTimeOffset time) =>
        time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
