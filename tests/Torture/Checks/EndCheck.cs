using Marianne.History;
using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Torture.Checks;

/// <summary>A job that has ended has its execution history, its attempts and its outcomes, each once.</summary>
internal static class EndCheck
{
    /// <summary>Checks a job. Outcomes of a job that has not ended may still be missing.</summary>
    public static async Task RunAsync(Round round, StorePlace place, IJobStore store, Job job)
    {
        await CheckOutcomesAsync(round, place, job);
        if (job.Status is not (JobStatus.Completed or JobStatus.Failed))
            return;

        ExecutionHistory? history = await new AttachedHistories(store).LoadAsync(job.Id, null, null, default);
        round.Check(history is not null, $"the job is {job.Status} and has no execution history");
        int steps = history?.Steps().Count(step => step.Status == StepStatus.Completed) ?? 0;
        int completed = job.Sheets.Count(sheet => sheet.Status == SheetStatus.Completed);
        if (job.Status == JobStatus.Completed)
            round.Check(steps == completed + 1, $"{completed} sheets are Completed, and {steps} steps of the history");

        var successes = new HashSet<int>();
        var all = new ExecutionQuery { JobId = job.Id, First = long.MaxValue };
        await foreach (Execution attempt in store.ListExecutionsAsync(all, default))
        {
            if (attempt.ExitCode == 0)
                round.Check(successes.Add(attempt.SheetNumber), $"sheet {attempt.SheetNumber} has succeeded twice");
        }

        round.Check(successes.Count == completed, $"{completed} sheets are Completed, and {successes.Count} have an attempt");
    }

    private static async Task CheckOutcomesAsync(Round round, StorePlace place, Job job)
    {
        await using ILearningStore? learning = place.OpenLearning();
        if (learning is null)
            return;

        List<LearnedOutcome> outcomes = await learning.ListOutcomesAsync(new OutcomeQuery(), default).ToListAsync();
        bool hasEnded = job.Status is JobStatus.Completed or JobStatus.Failed;
        foreach (Sheet sheet in job.Sheets.Where(sheet => sheet.Status == SheetStatus.Completed))
        {
            // A server that was disturbed may have refused an outcome, which does not fail the job.
            int count = outcomes.Count(outcome => outcome.SheetNumber == sheet.Number);
            round.Check(
                count == 1 || (count == 0 && (!hasEnded || round.Troubles > 0)),
                $"the job is {job.Status}, and its sheet {sheet.Number} has {count} outcomes");
        }
    }
}
