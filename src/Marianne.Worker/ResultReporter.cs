using Marianne.Jobs;

namespace Marianne.Worker;

/// <summary>Says how a job ended, and what can be done now.</summary>
internal static class ResultReporter
{
    /// <summary>Says it; what went wrong as an error.</summary>
    /// <returns>How the worker ends.</returns>
    public static ExitCode Tell(Job job, TextWriter output, TextWriter error)
    {
        string done = $"{job.Progress.Finished} of {job.Progress.Total} sheets are done";
        switch (job.Status)
        {
            case JobStatus.Completed:
                string cost = job.Cost > 0 ? $", for {Dollars.Of(job.Cost)}" : "";
                output.WriteLine($"Completed: {done}{cost}. The job is {job.Id}.");
                return ExitCode.Completed;
            case JobStatus.Failed:
                WorkerCommand.Fail(error, $"The job {job.Id} failed, {done}. {TerminalText.Of(job.ErrorMessage)}");
                return ExitCode.Failed;
            case JobStatus.Cancelled:
                WorkerCommand.Fail(error, $"The job {job.Id} was cancelled, {done}.");
                return ExitCode.Failed;
            default:
                string why = job.ErrorMessage is { } message ? $" {TerminalText.Of(message)}" : "";
                output.WriteLine($"Paused: {done}.{why} The same command goes on with the job {job.Id}.");
                return ExitCode.Paused;
        }
    }
}
