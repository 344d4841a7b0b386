namespace Marianne.Commands;

/// <summary>The errors of playing jobs from PowerShell, made in one place.</summary>
internal static class InvocationErrors
{
    /// <summary>A script uses a variable that nobody set.</summary>
    public static MarianneException NoUsingVariable(string name) => new(
        MarianneError.InvalidParameter,
        $"A script uses $using:{name}, and there is no variable ${name} here. Set it before you play the score.",
        name);

    /// <summary>A job was played, and failed.</summary>
    public static MarianneException JobFailed(Job job) => new(
        MarianneError.JobFailed,
        $"The job '{job.Id}' failed. {job.ErrorMessage?.TrimEnd('.')}. Mend the cause and play it again: sheets that are done are not run again.",
        job);
}
