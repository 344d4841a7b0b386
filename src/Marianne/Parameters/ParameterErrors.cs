using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>The errors of parameters, made in one place.</summary>
internal static class ParameterErrors
{
    /// <summary>The text is no path.</summary>
    public static MarianneException NotAPath(string path) => new(
        MarianneError.InvalidParameter,
        path.Length == 0 ? "A path is empty." : $"'{path}' is no path: it has a null character.",
        path);

    /// <summary>The path is not in the file system.</summary>
    public static MarianneException NotAFile(string path, string provider) => new(
        MarianneError.InvalidParameter, $"'{path}' is in the {provider} provider, and not in the file system.", path);

    /// <summary>A new job has neither a name nor an id.</summary>
    public static MarianneException Nameless() => new(
        MarianneError.InvalidParameter, "A job needs a name or an id: give -Name or -Id.");

    /// <summary>The value has no form in JSON.</summary>
    public static MarianneException NotJson(string why, object? value) => new(
        MarianneError.InvalidParameter, $"The value cannot be kept as JSON: {why}.", value);

    /// <summary>The object holds only values.</summary>
    public static MarianneException NotLive(object target, object? id) => new(
        MarianneError.NotLiveObject,
        $"The job '{id}' came from another process or session and holds only values, so it cannot be saved. Load it "
        + "again by id with Get-MarianneJob, and change that.",
        target);

    /// <summary>The object is no job.</summary>
    public static MarianneException NotAJob(object target) => new(
        MarianneError.InvalidParameter,
        $"An object of type {target.GetType().Name} cannot be saved: Save-MarianneCheckpoint takes jobs, as New-MarianneJob and "
        + "Get-MarianneJob write them.",
        target);

    /// <summary>The history or the step holds only values.</summary>
    public static MarianneException ForeignHistory(object target) => new(
        MarianneError.NotLiveObject,
        $"'{target}' came from another process or session and holds only values. Bring the history over with "
        + "Export-ExecutionHistory and Import-ExecutionHistory.",
        target);

    /// <summary>The object is neither a history nor a step.</summary>
    public static MarianneException NotAHistory(object? target) => new(
        MarianneError.InvalidParameter,
        $"{(target is null ? "Nothing" : $"An object of type {target.GetType().Name}")} is no execution history: give what New-ExecutionHistory or "
        + "Import-ExecutionHistory writes, or a step of it.",
        target);

    /// <summary>Nobody says which step.</summary>
    public static MarianneException NoStep(object history) => new(
        MarianneError.InvalidParameter, $"Which step of {history} is meant? Pipe the step in, or give its -Id.", history);

    /// <summary>What a resource was used for is no hashtable.</summary>
    public static MarianneException NoFigures(string type, object? value) => new(
        MarianneError.InvalidParameter,
        $"The usage of '{type}' is no hashtable of figures, as in @{{ {type} = @{{ duration = 1.5 }} }}.",
        value);

    /// <summary>The text stands for no workspace.</summary>
    public static MarianneException NotAHash(string text) => new(
        MarianneError.InvalidParameter,
        $"'{text}' is not the hash of a workspace, which is {LearningHash.Length} hexadecimal digits in lower case.",
        text);

    /// <summary>The same error, which says in which record of a pipeline it is.</summary>
    public static MarianneException InRecord(long number, MarianneException error) =>
        new(error.Error, RecordNumber.PrefixOf(number) + error.Message, error.Target);
}
