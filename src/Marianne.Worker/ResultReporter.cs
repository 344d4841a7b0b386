using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Worker;

/// <summary>Reports how a run ended, and how to continue.</summary>
internal static class ResultReporter
{
    /// <summary>Writes the result: to the standard error if the job failed, otherwise to the standard output.</summary>
    /// <returns>The exit code.</returns>
    public static ExitCode Report(Job job, TextWriter output, TextWriter error)
    {
        string done = CountText.Done(job.Progress.Finished, job.Progress.Total);
        switch (job.Status)
        {
            case JobStatus.Completed:
                string cost = job.Cost > 0 ? $", for {Dollars.Of(job.Cost)}" : "";
                output.WriteLine($"Completed: {done}{cost}. The job id is {TerminalText.Name(job.Id)}.");
                return ExitCode.Completed;
            case JobStatus.Failed:
                WorkerCommand.WriteError(error, $"The job '{TerminalText.Name(job.Id)}' failed: {done}. {Summary(job.ErrorMessage)}");
                return ExitCode.Failed;
            case JobStatus.Cancelled:
                WorkerCommand.WriteError(error, $"The job '{TerminalText.Name(job.Id)}' was cancelled: {done}.");
                return ExitCode.Failed;
            default:
                string reason = job.ErrorMessage is { } message ? $" {Summary(message)}" : "";
                string first = ApprovalText.IsPauseMessage(job.ErrorMessage) ? " Use marianne-worker approve or deny." : "";
                output.WriteLine($"Paused: {done}.{reason}{first} To resume the job '{TerminalText.Name(job.Id)}', run the same command.");
                return ExitCode.Paused;
        }
    }

    /// <summary>Writes that another run runs the job.</summary>
    /// <returns>The exit code.</returns>
    public static ExitCode ReportSkipped(Job job, TextWriter output)
    {
        output.WriteLine(
            $"Skipped: another run runs the job '{TerminalText.Name(job.Id)}', of which "
            + $"{CountText.Done(job.Progress.Finished, job.Progress.Total)}.");
        return ExitCode.Skipped;
    }

    private static string Summary(string? message) => TerminalText.Summary(OptionText.OfMessage(message ?? ""));
}
