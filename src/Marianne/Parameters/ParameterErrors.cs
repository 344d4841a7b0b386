using Marianne.Learning;
using Marianne.Waits;

namespace Marianne.Commands;

/// <summary>Creates the errors of invalid parameters.</summary>
internal static class ParameterErrors
{
    /// <summary>The text is not a valid path.</summary>
    public static MarianneException InvalidPath(string path) => new(
        MarianneError.InvalidParameter,
        path.Length == 0 ? "The path is empty." : $"'{path}' is not a valid path: it contains a null character.",
        path);

    /// <summary>PowerShell cannot resolve the path, for example because its drive does not exist.</summary>
    public static MarianneException UnusablePath(string path, string reason) => new(
        MarianneError.InvalidParameter, $"'{path}' cannot be used as a path. {reason}", path);

    /// <summary>The text is not a valid wildcard pattern.</summary>
    public static MarianneException InvalidPattern(string pattern) => new(
        MarianneError.InvalidParameter,
        $"'{pattern}' is not a valid wildcard pattern. Write a bracket that is part of a name with a backtick: `[.",
        pattern);

    /// <summary>The path is not in the file system.</summary>
    public static MarianneException NotInFileSystem(string path, string provider) => new(
        MarianneError.InvalidParameter,
        $"'{path}' is a path of the {provider} provider. Specify a path in the file system.",
        path);

    /// <summary>A parameter belongs to another strategy than the one that is used.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="strategy">The strategy that has it.</param>
    /// <param name="other">A parameter of the strategy that is used, or <c>null</c> if <c>-Strategy</c> was specified.</param>
    public static MarianneException NotOfStrategy(string parameter, LearningStrategy strategy, string? other) => new(
        MarianneError.InvalidParameter,
        other is null
            ? $"-{parameter} can only be used with -Strategy {strategy}. Remove one of them."
            : $"-{parameter} and -{other} cannot be used together: -{parameter} belongs to the strategy {strategy}. Remove one of them.",
        parameter);

    /// <summary>A new job has neither a name nor an id.</summary>
    public static MarianneException Nameless() => new(
        MarianneError.InvalidParameter, "A job needs a name or an id. Specify -Name or -Id.");

    /// <summary>A new job has neither a score nor a number of sheets.</summary>
    public static MarianneException NoSheets() => new(
        MarianneError.InvalidParameter, "A job needs sheets. Specify -TotalSheets, or a score with -Score.");

    /// <summary>It is not said which history is cleared.</summary>
    public static MarianneException NothingToClear() => new(
        MarianneError.InvalidParameter, "Clearing needs to know what is kept. Specify -OlderThan, -Keep or both, or only -Compact.");

    /// <summary>It is not said how old outcomes and recoveries are that are cleared.</summary>
    public static MarianneException NoAgeOfLearning() => new(
        MarianneError.InvalidParameter, "What was learned is cleared by its age. Specify -OlderThan.");

    /// <summary>Only what was learned from some jobs is to be cleared.</summary>
    public static MarianneException NamedLearning() => new(
        MarianneError.InvalidParameter,
        "What was learned has no names of jobs, so it cannot be cleared by -Name. Omit -Name, or clear the jobs in a command of their own.");

    /// <summary>The number of jobs to keep is negative.</summary>
    public static MarianneException NegativeKeep(int keep) => new(
        MarianneError.InvalidParameter, $"{keep} is not a valid number of jobs to keep. Specify 0 or more for -Keep.", keep);

    /// <summary>A lost job is to be rebuilt, and its id is not specified.</summary>
    public static MarianneException NoLostJob() => new(
        MarianneError.InvalidParameter, "The lost job needs an id. Specify -Id.");

    /// <summary>The value cannot be represented in JSON.</summary>
    public static MarianneException NotJson(string reason, object? value) => new(
        MarianneError.InvalidParameter, $"The value cannot be stored as JSON: {reason}.", value);

    /// <summary>The job is a deserialized copy.</summary>
    public static MarianneException NotLive(object target, object? id) => new(
        MarianneError.NotLiveObject,
        $"The job '{id}' came from another process or session and contains only values, so it cannot be saved. Load it again by "
        + "id with Get-MarianneJob, and change that object.",
        target);

    /// <summary>The object is not a job.</summary>
    public static MarianneException NotAJob(object target) => new(
        MarianneError.InvalidParameter,
        $"An object of type {target.GetType().Name} cannot be saved. Use a job, as returned by New-MarianneJob or "
        + "Get-MarianneJob.",
        target);

    /// <summary>The object does not belong to a job.</summary>
    public static MarianneException NoJob(object target) => new(
        MarianneError.InvalidParameter,
        $"'{target}' is not a job and does not belong to one. Use a job, a sheet or an execution, or specify -JobId.",
        target);

    /// <summary>The history or the step is a deserialized copy.</summary>
    public static MarianneException ForeignHistory(object target) => new(
        MarianneError.NotLiveObject,
        $"'{target}' came from another process or session and contains only values. Transfer the history with "
        + "Export-ExecutionHistory and Import-ExecutionHistory.",
        target);

    /// <summary>The object is neither a history nor a step.</summary>
    public static MarianneException NotAHistory(object? target) => new(
        MarianneError.InvalidParameter,
        $"{(target is null ? "$null" : $"An object of type {target.GetType().Name}")} is not an execution history. "
        + "Use a history, as returned by New-ExecutionHistory or Import-ExecutionHistory, or a step of one.",
        target);

    /// <summary>The step to change was not specified.</summary>
    public static MarianneException NoStep(object history) => new(
        MarianneError.InvalidParameter, $"The step of {history} is missing. Pipe the step, or specify -Id.", history);

    /// <summary>The usage of a resource is not a hashtable.</summary>
    public static MarianneException NoFigures(string type, object? value) => new(
        MarianneError.InvalidParameter,
        $"The usage of '{type}' is not a hashtable of numbers, such as @{{ {type} = @{{ duration = 1.5 }} }}.",
        value);

    /// <summary>The text is not the hash of a workspace.</summary>
    public static MarianneException NotAHash(string text) => new(
        MarianneError.InvalidParameter,
        $"'{text}' is not a valid hash of a workspace. A hash has {LearningHash.Length} hexadecimal digits in lower case.",
        text);

    /// <summary>Returns the same error with the number of the pipeline's record in its message.</summary>
    public static MarianneException InRecord(long number, MarianneException error) =>
        new(error.Error, RecordNumber.PrefixOf(number) + error.Message, error.Target);
}
