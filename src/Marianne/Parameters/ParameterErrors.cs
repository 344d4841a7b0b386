namespace Marianne.Commands;

/// <summary>The errors of parameters, made in one place.</summary>
internal static class ParameterErrors
{
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
        $"A {target.GetType().Name} cannot be saved: Save-MarianneCheckpoint takes jobs, as New-MarianneJob and "
        + "Get-MarianneJob write them.",
        target);
}
