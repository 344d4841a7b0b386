using Marianne.Jobs;
using Marianne.Secrets;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>Creates the errors of runs.</summary>
internal static class RunErrors
{
    private const int LongestName = 60;

    /// <summary>Returns an error without the secrets in its message, or <c>null</c> if there are none.</summary>
    public static Exception? Redact(Exception error, SecretRedactor redactor)
    {
        object? target = (error as MarianneException)?.Target;
        string text = $"{error}\n{target as string}"; // With the messages of inner errors.
        if (error is OperationCanceledException || redactor.Redact(text) == text)
            return null;
        return error is MarianneException known
            ? new MarianneException(
                known.Error, redactor.Redact(known.Message), target is string name ? redactor.Redact(name) : target)
            : new InvalidOperationException($"{error.GetType().Name}: {redactor.Redact(error.Message)}");
    }

    /// <summary>The job was removed while it ran.</summary>
    public static MarianneException JobRemoved(string id) => new(
        MarianneError.JobNotFound,
        $"The job '{id}' was removed while it ran, so its sheets were ended. Run its score again to create a new job.",
        id);

    /// <summary>The store of the job was removed or replaced while the job ran.</summary>
    public static MarianneException StoreLost(string id, MarianneException cause)
    {
        string what = cause.Error == MarianneError.StoreReplaced ? "replaced" : "removed";
        return new(
            cause.Error,
            $"The store of the job '{id}' was {what} while it ran, so its sheets were ended. {cause.Message}",
            cause.Target);
    }

    /// <summary>The message of a job whose run ended without saving its end.</summary>
    public const string NotSaved = "The run ended, but its end could not be saved.";

    /// <summary>The claim of the job could not be renewed.</summary>
    public static MarianneException LeaseNotRenewed(string id, Exception cause) => new(
        (cause as MarianneException)?.Error ?? MarianneError.StoreBusy,
        $"The claim of the job '{id}' could not be renewed, so its sheets were ended before another process may take the job over. "
        + $"{(cause is TimeoutException ? "The store did not answer." : cause.Message)} Run the job again.",
        id);

    /// <summary>The warning that something which had to end with a run, a sheet or a claim failed to.</summary>
    public static string NotEnded(Exception cause)
    {
        IEnumerable<Exception> causes = cause is AggregateException all ? all.Flatten().InnerExceptions : [cause];
        return $"Work could not be ended cleanly: {string.Join(' ', causes.Select(error => error.Message).Distinct())}";
    }

    /// <summary>The request contains neither a score nor a job id.</summary>
    public static MarianneException NothingToRun() => new(
        MarianneError.InvalidParameter, "There is nothing to run. Specify a score or the id of a job.");

    /// <summary>The job has no valid score.</summary>
    public static MarianneException NoScore(Job job, string reason) => new(
        MarianneError.InvalidTransition,
        $"The job '{job.Id}' cannot be run: {reason.TrimEnd('.')}. Use Set-MarianneSheet to record the work on its sheets, or create "
        + "another job from a score with Invoke-MarianneJob -Path.",
        job);

    /// <summary>The score differs from the one that the job keeps, in sheets that are done.</summary>
    public static MarianneException ScoreChanged(Job job, string changes) => new(
        MarianneError.ScoreChanged,
        $"The score of the job '{job.Id}' has changed since its last run, also for sheets that are done: {changes}. Use -Force to "
        + "resume the job with the changed score (sheets that are done are not run again), or -Restart to create a new job.",
        job);

    /// <summary>The block of a job with items, or a parameter of it, differs from the one with which items were completed.</summary>
    public static MarianneException BlockChanged(Job job, IReadOnlyList<string> values) => new(
        MarianneError.ScoreChanged,
        $"The {(values.Count > 0 ? string.Join("; ", values) : "script block of the items has changed")} since items of the job '{job.Id}' were "
        + "completed. Use -Force to run the other items with it (items that are completed are not run again), or -Restart to create a new "
        + "job.",
        job);

    /// <summary>The unfinished job of the name and the workspace has no items.</summary>
    public static MarianneException NotForEach(Job job) => new(
        MarianneError.ScoreChanged,
        $"The job '{job.Id}', which has the same name and workspace and is not finished, runs a score without items. Use another name, "
        + "or -Restart to create a new job.",
        job);

    /// <summary>The unfinished job of the name and the workspace has items.</summary>
    public static MarianneException IsForEach(Job job) => new(
        MarianneError.ScoreChanged,
        $"The job '{job.Id}', which has the same name and workspace and is not finished, runs a script block for items. Use another name, or "
        + "-Restart to create a new job.",
        job);

    /// <summary>A sheet has items, and the changed score does not describe them.</summary>
    public static MarianneException ForEachChanged(Job job) => new(
        MarianneError.InvalidTransition,
        $"The job '{job.Id}' has items, and for_each was added to a sheet of the score or removed from one. Undo that, or use -Restart to "
        + "create a new job.",
        job);

    /// <summary>Workers do not run jobs with items.</summary>
    public static MarianneException ItemsOfWorkers(string name) => new(
        MarianneError.InvalidParameter,
        $"The job '{name}' has items of a pipeline, which workers do not run. Run it with Invoke-MarianneJob -Id.",
        name);

    /// <summary>A new job with items needs the items.</summary>
    public static MarianneException NoItems(string name) => new(
        MarianneError.InvalidParameter,
        $"A new job of '{name}' needs its items. Run the line with -ForEach again, with -Restart, instead of -Id.",
        name);

    /// <summary>No sheet of the job has a name.</summary>
    public static MarianneException NoSheet(Job job, string name, string? nearest, bool haveNames)
    {
        string shown = TextTruncation.ShortenPrintable(name, LongestName);
        string advice = nearest is not null ? $"Did you mean '{nearest}'?"
            : haveNames ? "Use Get-MarianneSheet to list the sheets."
            : $"Its sheets have no names: use their numbers, 1 to {job.TotalSheets}.";
        return new(MarianneError.SheetOutOfRange, $"The job '{job.Id}' has no sheet with the name '{shown}'. {advice}", name);
    }

    /// <summary>There is no job of which sheets could run again.</summary>
    /// <param name="name">The name of the score.</param>
    /// <param name="runId">The id of the run; <c>null</c> if none was specified.</param>
    public static MarianneException NothingToRunAgain(string name, string? runId) => new(
        MarianneError.JobNotFound,
        $"There is no job of the score '{name}' in this workspace{(runId is null ? "" : $" with the run id '{runId}'")}, so no sheet of it can "
        + $"be run again. Run {(runId is null ? "the score" : "it with this run id")} first.",
        name);

    /// <summary>Sheets are to run again in a job that is not to be used.</summary>
    public static MarianneException RestartWithSelection() => new(
        MarianneError.InvalidParameter,
        "-Restart creates a new job, in which every sheet runs. It cannot be combined with -FromSheet, -SheetName, -Only and -Fork, "
        + "which run sheets of an existing job again. Omit one of them.");

    /// <summary>A job is to be forked while a process runs it.</summary>
    public static MarianneException ForkOfRunningJob(Job job) => new(
        MarianneError.JobIsPlayed,
        $"The job '{job.Id}' cannot be forked, because it is being run{(job.Runner is { } runner ? $" by the {runner}" : "")}. Wait for it "
        + "with Wait-MarianneJob, or pause it with Suspend-MarianneJob -Wait.",
        job);

    /// <summary>A job is to be forked, but nothing of it would run.</summary>
    public static MarianneException NothingToFork(Job job) => new(
        MarianneError.InvalidParameter,
        $"Every sheet of the job '{job.Id}' is done, so a fork would have nothing to run. Choose sheets with -FromSheet, -SheetName or -Only.",
        job);

    /// <summary>The id of a fork was specified, but no fork.</summary>
    public static MarianneException NewIdWithoutFork(string id) => new(
        MarianneError.InvalidParameter,
        $"The id '{id}' is that of a fork, but the job is not forked. Add -Fork to create that job, or omit -NewId.",
        id);

    /// <summary>A run id was specified for a job that another parameter determines.</summary>
    public static MarianneException RunIdOfOtherJob() => new(
        MarianneError.InvalidParameter,
        "-RunId determines the job of a score, so it cannot be combined with -Id or -Restart. Omit one of them.");

    /// <summary>The workspace cannot be created.</summary>
    public static MarianneException WorkspaceUnusable(string path, string reason) => new(
        MarianneError.WorkspaceUnusable,
        $"The workspace '{path}' cannot be used: {reason} Fix the cause, or set workspace to another folder.",
        path);

    /// <summary>No executor can run the sheet.</summary>
    public static MarianneException NoExecutor(string name, string kind) => new(
        MarianneError.InvalidParameter,
        $"The sheet '{name}' cannot be run here, because it is a {kind}. Use Invoke-MarianneJob in PowerShell to run the score.",
        name);
}
