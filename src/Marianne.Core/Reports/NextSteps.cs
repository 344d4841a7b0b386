using System.Globalization;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Text;

namespace Marianne.Reports;

/// <summary>Finds the commands with which a user continues after a job.</summary>
internal static class NextSteps
{
    /// <summary>Returns the commands, the most useful first.</summary>
    /// <param name="job">The job.</param>
    /// <param name="hasScore">Indicates whether the job has a score that can be run.</param>
    public static IReadOnlyList<NextStep> Of(Job job, bool hasScore)
    {
        List<NextStep> steps = [];
        string id = PowerShellLiteral.Of(job.Id);
        bool isRunning = job.Status == JobStatus.Running && !job.IsZombie;
        if (job.MissingAbilities.Any(ability => !ability.StartsWith("prompt", StringComparison.Ordinal)))
            steps.Add(new("Runs queued sheets in this session, which no live worker can run.", "Invoke-MarianneJob -Worker"));
        if (!job.IsFinished && job.Sheets.Known.FirstOrDefault(sheet => sheet.Status == SheetStatus.Fermata) is { } waiting)
        {
            steps.Add(new(
                $"Lets sheet {SheetLabel.Of(waiting.Number, waiting.Name)} run, which waits for approval. Deny-MarianneSheet denies it.",
                string.Create(CultureInfo.InvariantCulture, $"Approve-MarianneSheet -JobId {id} -SheetNumber {waiting.Number}")));
        }

        if (isRunning)
            steps.Add(new("Pauses the job. It can be resumed.", $"Suspend-MarianneJob -Id {id}"));
        else if (!job.IsFinished)
            steps.Add(hasScore
                ? new($"Resumes the job{WhatRuns(job)}. Completed sheets do not run again.", $"Invoke-MarianneJob -Id {id}")
                {
                    // The command runs the score that the job keeps, with the limit that is reached.
                    Note = CostLimitText.IsIn(job.ErrorMessage)
                        ? "A cost limit is reached. Raise it in the score, and run the score instead."
                        : null,
                }
                : new("Gets the next sheet that the runbook of this job runs.", $"Get-MarianneSheet -JobId {id} -Next"));

        if (FirstFailed(job) is { } failed)
        {
            steps.Add(new(
                "Shows the attempts of the first failed sheet with their complete output.",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Get-MarianneExecution -JobId {id} -SheetNumber {failed.Number} | Format-List")));
        }

        if (job.IsFinished && hasScore)
        {
            steps.Add(new("Runs the score again, as a new job.", $"Invoke-MarianneJob -Id {id} -Restart")
            {
                Note = job.Status == JobStatus.Completed ? "Nothing is left to do." : null,
            });
        }

        if (!isRunning)
            steps.Add(new("Lists the sheets.", $"Get-MarianneSheet -JobId {id}"));
        return steps;
    }

    /// <summary>Says what a resumed job runs. A sheet whose items failed runs again with its items, so these are counted instead.</summary>
    private static string WhatRuns(Job job)
    {
        var counts = new JobCounts(job);
        int failed = counts[SheetStatus.Failed];
        int open = counts.Progress.Total - counts.Progress.Finished - failed;
        string again = Count(failed, "failed sheet runs again", "failed sheets run again");
        return failed == 0 ? "" : open == 0 ? $": {again}" : $": {again}, then {Count(open, "that is left", "that are left")}";
    }

    private static string Count(int number, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {CountText.Word(number, one, many)}");

    /// <summary>Returns the first failed sheet. One that only failed because its items did has no attempts to show, so it is the last.</summary>
    private static Sheet? FirstFailed(Job job)
    {
        HashSet<int> parents = [.. job.Sheets.Known.Select(sheet => sheet.Item?.Parent).OfType<int>()];
        return job.Sheets.Known.Where(sheet => sheet.Status == SheetStatus.Failed)
            .MinBy(sheet => (parents.Contains(sheet.Number), sheet.Number));
    }
}
