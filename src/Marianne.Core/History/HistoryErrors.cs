using Marianne.Text;

namespace Marianne.History;

/// <summary>The errors of execution histories, made in one place.</summary>
public static class HistoryErrors
{
    private const int LongestText = 80;

    /// <summary>No step has this id.</summary>
    public static MarianneException StepNotFound(ExecutionHistory history, string id) => new(
        MarianneError.StepNotFound,
        $"The history of '{history?.MachineName}' has no step '{Short(id)}'. Get-ExecutionStep lists the steps that there are.",
        id);

    /// <summary>The step was pruned, so that nothing can follow it.</summary>
    public static MarianneException StepPruned(ExecutionStep step) => new(
        MarianneError.StepNotFound,
        $"Nothing can follow the step '{step?.Id}' of state '{step?.StateName}': it was pruned from the tree. Name a "
        + "parent that is there still, or make the history with a greater -MaximumDepth.",
        step?.Id);

    /// <summary>A status is final, or goes back.</summary>
    public static MarianneException NotAllowed(ExecutionStep step, StepStatus status) => new(
        MarianneError.InvalidTransition,
        $"The step '{step?.Id}' of state '{step?.StateName}' cannot become {status}: it is {step?.Status}"
        + (step?.IsFinal == true ? ", which is final. Add a new step to try it again." : "."),
        step);

    /// <summary>A value cannot be taken.</summary>
    public static MarianneException InvalidValue(string name, string why, object? target = null) =>
        new(MarianneError.InvalidParameter, $"{name} {why}. Nothing was changed.", target);

    /// <summary>Two threads use a history at once.</summary>
    public static MarianneException InUse(string machine) => new(
        MarianneError.HistoryInUse,
        $"The history of '{machine}' is being used by another thread. Use a history from one thread at a time, such as "
        + "one history for each -Parallel run.",
        machine);

    /// <summary>What is read is no history, or a damaged one.</summary>
    /// <param name="source">The file, or whose history it is.</param>
    /// <param name="place">Where in it.</param>
    /// <param name="why">What is wrong there.</param>
    public static MarianneException Invalid(string source, string place, string why) => new(
        MarianneError.InvalidHistory,
        $"{source} is no execution history that can be read: {place} {why.TrimEnd('.')}. Export it again, or restore it "
        + "from a backup.",
        source);

    /// <summary>A job or a sheet has no history attached.</summary>
    public static MarianneException NotAttached(string jobId, int? sheetNumber) => new(
        MarianneError.HistoryNotFound,
        $"{OwnerOf(jobId, sheetNumber)} has no execution history attached. Export-ExecutionHistory -JobId attaches one.",
        jobId);

    /// <summary>There is no such file.</summary>
    public static MarianneException NoFile(string path) => new(
        MarianneError.HistoryNotFound,
        $"There is no file '{path}'. Export-ExecutionHistory writes one.",
        path);

    /// <summary>There is a history already, and it was not to be replaced.</summary>
    public static MarianneException Exists(string owner, object target) => new(
        MarianneError.HistoryExists,
        $"{owner} exists already, and -NoClobber keeps it. Leave -NoClobber out to replace it.",
        target);

    /// <summary>A job or a sheet has a history already, and it was not to be replaced.</summary>
    public static MarianneException AttachedAlready(string jobId, int? sheetNumber) =>
        Exists($"The execution history of {OwnerOf(jobId, sheetNumber, isFirst: false)}", jobId);

    /// <summary>A file has the history that came before this one in the pipeline.</summary>
    public static MarianneException WrittenJustNow(string path) => HasFirst($"The file '{path}'", path);

    /// <summary>A job or a sheet has the history that came before this one in the pipeline.</summary>
    public static MarianneException AttachedJustNow(string jobId, int? sheetNumber) =>
        HasFirst(OwnerOf(jobId, sheetNumber), jobId);

    /// <summary>A file cannot be read or written.</summary>
    public static MarianneException FileFailed(string path, string why) => new(
        MarianneError.HistoryFileFailed,
        $"The file '{path}' cannot be used: {why.TrimEnd('.')}. What was there before is whole.",
        path);

    private static MarianneException HasFirst(string place, string target) => new(
        MarianneError.HistoryExists,
        $"{place} has another history of this pipeline, and keeps it: one place has one history. Export "
        + "each to a place of its own.",
        target);

    /// <summary>Whose history it is.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="sheetNumber">The sheet, or nothing.</param>
    /// <param name="isFirst">Whether a sentence begins with it.</param>
    internal static string OwnerOf(string jobId, int? sheetNumber, bool isFirst = true) => (sheetNumber, isFirst) switch
    {
        ({ } number, true) => $"Sheet {number} of the job '{jobId}'",
        ({ } number, false) => $"sheet {number} of the job '{jobId}'",
        (null, true) => $"The job '{jobId}'",
        _ => $"the job '{jobId}'",
    };

    /// <summary>A text of a file as far as a message needs it.</summary>
    internal static string Short(string? text) => TextTruncation.ShortenPrintable(text, LongestText);
}
