namespace Marianne.Jobs;

/// <summary>Decides what a copy does with a recorded attempt whose stored values are damaged.</summary>
internal static class DamagedAttempt
{
    /// <summary>Reports the damage of an attempt, if there is any, and determines whether the attempt can be copied.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="job">Its job.</param>
    /// <param name="onDamage">Called with a sentence about the damage.</param>
    public static bool Report(Execution attempt, Job job, Action<string> onDamage)
    {
        string name = $"The attempt {attempt.Id} of the job '{job.Id}'";
        if (FaultOf(attempt, job) is { } fault)
        {
            onDamage($"{name} was not copied: {fault}.");
            return false;
        }

        foreach (UnreadableValue value in attempt.Unreadable)
            onDamage($"{name} was copied without its {value.Column}, which could not be read: {value.Reason}.");
        return true;
    }

    /// <summary>Returns why an attempt cannot be recorded, or <c>null</c> if it can.</summary>
    private static string? FaultOf(Execution attempt, Job job)
    {
        // Without one of them, the copy would say something that was never recorded.
        UnreadableValue? value = attempt.Unreadable
            .FirstOrDefault(value => value.Column is "sheet_num" or "attempt_num" or "executed_at");
        if (value is not null)
            return $"its {value.Column} could not be read: {value.Reason}";
        if (attempt.SheetNumber < 1 || attempt.SheetNumber > job.TotalSheets)
            return $"its sheet_num is {attempt.SheetNumber}, and the job has the sheets 1 to {job.TotalSheets}";
        return attempt.AttemptNumber < 1 ? $"its attempt_num is {attempt.AttemptNumber}, and attempts are counted from 1" : null;
    }
}
