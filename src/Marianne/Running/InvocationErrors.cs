namespace Marianne.Commands;

/// <summary>Creates the errors of runs that are started from PowerShell.</summary>
internal static class InvocationErrors
{
    /// <summary>A script uses a variable that does not exist.</summary>
    public static MarianneException NoUsingVariable(string name) => new(
        MarianneError.InvalidParameter,
        $"A script uses $using:{name}, but the variable ${name} does not exist. Set it before you run the score.",
        name);

    /// <summary>A run ended because the job failed.</summary>
    public static MarianneException JobFailed(Job job) => new(
        MarianneError.JobFailed,
        $"The job '{job.Id}' failed. {job.ErrorMessage?.TrimEnd('.')}. Fix the cause and run the job again: completed sheets "
        + "are not run again.",
        job);
}
