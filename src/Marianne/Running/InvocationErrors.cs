using System.Globalization;
using Marianne.Text;
using Marianne.Working;

namespace Marianne.Commands;

/// <summary>Creates the errors of runs that are started from PowerShell.</summary>
internal static class InvocationErrors
{
    /// <summary>A script uses a variable that does not exist.</summary>
    public static MarianneException NoUsingVariable(string name) => new(
        MarianneError.InvalidParameter,
        $"A script uses $using:{name}, but the variable ${name} does not exist. Set it before you run the score.",
        name);

    /// <summary>Too many items would run at the same time.</summary>
    public static MarianneException ThrottleLimitTooHigh(int value, int most) => new(
        MarianneError.InvalidParameter, $"-ThrottleLimit is {value}, but at most {most} items run at the same time. Specify 1 to {most}.", value);

    /// <summary>The block of a job with items uses a variable, and the job is run by its id.</summary>
    public static MarianneException UsingInKeptBlock(string name, string jobId) => new(
        MarianneError.InvalidParameter,
        $"The block of the job '{jobId}' uses $using:{name}, whose value the job does not keep. Run the line with -ForEach again instead of "
        + "-Id.",
        name);

    /// <summary>A script for workers uses a variable of this session.</summary>
    public static MarianneException UsingInWorker(string name) => new(
        MarianneError.InvalidParameter,
        $"A script uses $using:{name}. Workers run the script in other processes, which do not have the variable. Read the value from a "
        + "file in the script, or run the job in this session with Invoke-MarianneJob.",
        name);

    /// <summary>Running sheets would get more time than a timer can measure.</summary>
    public static MarianneException GraceTooLong(TimeSpan grace) => new(
        MarianneError.InvalidParameter,
        string.Create(
            CultureInfo.InvariantCulture,
            $"-Grace must be at most {WorkerOptions.LongestGrace.TotalDays:0} days. Sheets that take longer are interrupted, and run again."),
        grace);

    /// <summary>The score does not exist, but its path is the id of a job.</summary>
    public static MarianneException IsJobId(MarianneException failure, Job job) => new(
        MarianneError.ScoreNotFound,
        $"{failure.Message} '{job.Id}' is the id of a job. To run the job, use {RunCommand(job)}.",
        failure.Target);

    /// <summary>The score does not exist, but its path is the name of a job.</summary>
    public static MarianneException IsJobName(MarianneException failure, Job job) => new(
        MarianneError.ScoreNotFound,
        $"{failure.Message} '{job.Name}' is the name of a job. To run the most recent one, use {RunCommand(job)}.",
        failure.Target);

    private static string RunCommand(Job job) =>
        $"Invoke-MarianneJob -Id {PowerShellLiteral.Of(job.Id)}";

    /// <summary>A run ended because the job failed.</summary>
    public static MarianneException JobFailed(Job job) => new(
        MarianneError.JobFailed,
        $"The job '{job.Id}' failed. {Sentence(job.ErrorMessage)}Fix the cause and run the job again: completed sheets are not "
        + "run again.",
        job);

    // A message can end with a sentence in parentheses.
    private static string Sentence(string? message) => string.IsNullOrEmpty(message) ? ""
        : message.EndsWith('.') || message.EndsWith(".)", StringComparison.Ordinal) ? $"{message} "
        : $"{message}. ";
}
