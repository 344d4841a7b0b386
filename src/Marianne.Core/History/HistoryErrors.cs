using Marianne.Text;

namespace Marianne.History;

/// <summary>Creates the errors of execution histories.</summary>
public static class HistoryErrors
{
    private const int LongestText = 80;

    /// <summary>The history has no step with this id.</summary>
    public static MarianneException StepNotFound(ExecutionHistory history, string id) => new(
        MarianneError.StepNotFound,
        $"The history of '{history?.MachineName}' has no step '{Short(id)}'. Use Get-ExecutionStep to list the steps.",
        id);

    /// <summary>The step was pruned, so no step can follow it.</summary>
    public static MarianneException StepPruned(ExecutionStep step) => new(
        MarianneError.StepNotFound,
        $"No step can follow the step '{step?.Id}' of state '{step?.StateName}', because it was pruned from the tree. "
        + "Specify a parent that is still in the tree, or create the history with a greater -MaximumDepth.",
        step?.Id);

    /// <summary>The new status is not allowed.</summary>
    public static MarianneException NotAllowed(ExecutionStep step, StepStatus status) => new(
        MarianneError.InvalidTransition,
        $"The step '{step?.Id}' of state '{step?.StateName}' cannot become {status}: it is {step?.Status}"
        + (step?.IsFinal == true ? ", which is final. To try again, add a new step." : "."),
        step);

    /// <summary>A value is invalid.</summary>
    public static MarianneException InvalidValue(string name, string why, object? target = null) =>
        new(MarianneError.InvalidParameter, $"{name} {why}. Nothing was changed.", target);

    /// <summary>Two threads use a history at the same time.</summary>
    public static MarianneException InUse(string machine) => new(
        MarianneError.HistoryInUse,
        $"The history of '{machine}' is in use by another thread. Use a history from one thread at a time, for example "
        + "one history for each parallel run.",
        machine);

    /// <summary>The JSON is not a history, or is damaged.</summary>
    /// <param name="source">The file or attached history, as the subject of a sentence.</param>
    /// <param name="place">The position in the JSON.</param>
    /// <param name="why">The reason, as the predicate of a sentence.</param>
    public static MarianneException Invalid(string source, string place, string why) => new(
        MarianneError.InvalidHistory,
        $"{source} is not a valid execution history: {place} {why.TrimEnd('.')}. Export it again, or restore it from a "
        + "backup.",
        source);

    /// <summary>A job or a sheet has no attached history.</summary>
    public static MarianneException NotAttached(string jobId, int? sheetNumber) => new(
        MarianneError.HistoryNotFound,
        $"{OwnerOf(jobId, sheetNumber)} has no attached execution history. Use Export-ExecutionHistory -JobId to attach one.",
        jobId);

    /// <summary>The file does not exist.</summary>
    public static MarianneException NoFile(string path) => new(
        MarianneError.HistoryNotFound,
        $"The file '{path}' does not exist. Use Export-ExecutionHistory to write one.",
        path);

    /// <summary>No file matches the wildcards.</summary>
    public static MarianneException NoMatch(string pattern) => new(
        MarianneError.HistoryNotFound,
        $"No file matches '{pattern}'. Check the path. If the name itself contains wildcard characters, use -LiteralPath.",
        pattern);

    /// <summary>The file or attached history exists, and must not be replaced.</summary>
    public static MarianneException Exists(string owner, object target) => new(
        MarianneError.HistoryExists,
        $"{owner} already exists. To replace it, omit -NoClobber.",
        target);

    /// <summary>Creates the error for a job or a sheet that has an attached history, which must not be replaced.</summary>
    public static MarianneException AttachedAlready(string jobId, int? sheetNumber) =>
        Exists($"The execution history of {OwnerOf(jobId, sheetNumber, isFirst: false)}", jobId);

    /// <summary>Another history from the same pipeline was already written to the file.</summary>
    public static MarianneException WrittenJustNow(string path) => HasOther($"The file '{path}'", path);

    /// <summary>Another history from the same pipeline was already attached to the job or sheet.</summary>
    public static MarianneException AttachedJustNow(string jobId, int? sheetNumber) =>
        HasOther(OwnerOf(jobId, sheetNumber), jobId);

    /// <summary>A file cannot be read or written.</summary>
    public static MarianneException FileFailed(string path, string why) => new(
        MarianneError.HistoryFileFailed,
        $"The file '{path}' cannot be read or written: {why.TrimEnd('.')}. An existing file is unchanged.",
        path);

    private static MarianneException HasOther(string owner, string target) => new(
        MarianneError.HistoryExists,
        $"{owner} already has another history from this pipeline, which is kept. Export each history to its own file, job "
        + "or sheet.",
        target);

    /// <summary>Returns the owner of an attached history as text.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number; <c>null</c> for the job itself.</param>
    /// <param name="isFirst">Indicates whether the text begins a sentence.</param>
    internal static string OwnerOf(string jobId, int? sheetNumber, bool isFirst = true) => (sheetNumber, isFirst) switch
    {
        ({ } number, true) => $"Sheet {number} of the job '{jobId}'",
        ({ } number, false) => $"sheet {number} of the job '{jobId}'",
        (null, true) => $"The job '{jobId}'",
        _ => $"the job '{jobId}'",
    };

    /// <summary>Shortens a text from a file for a message.</summary>
    internal static string Short(string? text) => TextTruncation.ShortenPrintable(text, LongestText);
}
