using Marianne.Jobs;
using Marianne.Secrets;

namespace Marianne.Running;

/// <summary>Creates the errors of runs.</summary>
internal static class RunErrors
{
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

    /// <summary>Returns the error of a run whose job or store is gone, or <c>null</c> for any other error.</summary>
    /// <param name="id">The id of the job.</param>
    /// <param name="error">The error that ended the run.</param>
    public static MarianneException? FindLoss(string id, Exception error) => error switch
    {
        MarianneException { Error: MarianneError.JobNotFound, Target: string target } when target == id => new(
            MarianneError.JobNotFound,
            $"The job '{id}' was removed while it ran, so its sheets were ended. Run its score again to create a new job.",
            id),
        MarianneException { Error: MarianneError.StoreNotFound } gone => new(
            gone.Error,
            $"The store of the job '{id}' was removed while it ran, so its sheets were ended. {gone.Message}",
            gone.Target),
        MarianneException { Error: MarianneError.StoreReplaced } replaced => new(
            replaced.Error,
            $"The store of the job '{id}' was replaced while it ran, so its sheets were ended. {replaced.Message}",
            replaced.Target),
        _ => null,
    };

    /// <summary>The request contains neither a score nor a job id.</summary>
    public static MarianneException NothingToRun() => new(
        MarianneError.InvalidParameter, "There is nothing to run. Specify a score or the id of a job.");

    /// <summary>The job has no valid score.</summary>
    public static MarianneException NoScore(Job job, string reason) => new(
        MarianneError.InvalidTransition,
        $"The job '{job.Id}' cannot be run: {reason.TrimEnd('.')}. Use -Path or -Score to run it with a score.",
        job);

    /// <summary>The score differs from the one that the job keeps, in sheets that are done.</summary>
    public static MarianneException ScoreChanged(Job job, string changes) => new(
        MarianneError.ScoreChanged,
        $"The score of the job '{job.Id}' has changed since its last run, also for sheets that are done: {changes}. Use -Force to "
        + "resume the job with the changed score (sheets that are done are not run again), or -Restart to create a new job.",
        job);

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
