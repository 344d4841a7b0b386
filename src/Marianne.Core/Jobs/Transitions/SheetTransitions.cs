namespace Marianne.Jobs;

/// <summary>
/// The transitions between the states of a sheet and its job. They are pure functions: their arguments are not changed.
/// </summary>
public static class SheetTransitions
{
    /// <summary>Applies an update to a sheet of a job and returns the result.</summary>
    /// <param name="job">The job with all its sheets before the update.</param>
    /// <param name="number">The sheet's number, from 1.</param>
    /// <param name="update">The update.</param>
    /// <param name="isZombie">Indicates whether the job's runner process is dead.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="MarianneException">The job has no such sheet, or a status does not allow the update.</exception>
    public static SheetUpdateResult Apply(Job job, int number, SheetUpdate update, bool isZombie, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        CheckNumber(job, number);

        return Apply(job, job.Sheets[number - 1], update, OthersFinished, isZombie, now);

        bool OthersFinished() => job.Progress.Finished - (job.Sheets[number - 1].IsFinished ? 1 : 0) >= job.TotalSheets - 1;
    }

    /// <summary>Applies an update to a sheet, for a store that has read only that sheet of the job.</summary>
    /// <param name="job">The job before the update.</param>
    /// <param name="sheet">The sheet before the update.</param>
    /// <param name="update">The update.</param>
    /// <param name="othersFinished">
    /// Determines whether every other sheet is Completed or Skipped. It is called only if the answer is needed.
    /// </param>
    /// <param name="isZombie">Indicates whether the job's runner process is dead.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="MarianneException">A status does not allow the update.</exception>
    public static SheetUpdateResult Apply(
        Job job, Sheet sheet, SheetUpdate update, Func<bool> othersFinished, bool isZombie, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(sheet);
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(othersFinished);
        CheckAllowed(job, sheet, update);

        bool isRecovery = isZombie && update is SheetUpdate.Start;
        Job next = isRecovery ? JobTransitions.Recover(job) : job.CopyWithSheets();
        Sheet after = sheet.Copy();
        next.Sheets.Put(after);

        switch (update)
        {
            case SheetUpdate.Start start:
                Start(next, after, start, now);
                break;
            case SheetUpdate.Complete complete:
                Complete(next, after, complete.Result, now);
                break;
            case SheetUpdate.Fail fail:
                Fail(next, after, fail, now);
                break;
            case SheetUpdate.Skip skip:
                Skip(next, after, skip.Reason, now);
                break;
            case SheetUpdate.Wait wait:
                Wait(next, after, wait, now);
                break;
            case SheetUpdate.Ask ask:
                Ask(next, after, ask.Approval);
                break;
            case SheetUpdate.Expand { Extends: true } expand:
                ItemTransitions.Extend(next, expand.Items);
                break;
            case SheetUpdate.Expand expand:
                after.Status = SheetStatus.Pending;
                (after.ErrorMessage, after.ErrorCategory, after.CompletedAt) = (null, null, null);
                after.Measures = after.Measures with { ItemCount = expand.Items.Items.Count };
                ItemTransitions.Expand(next, expand.Items);
                break;
            case SheetUpdate.Interrupt interrupt:
                Interrupt(next, after, interrupt.IsCancelled, now);
                break;
        }

        SetMeasures(after, update.Measures ?? (update is SheetUpdate.Wait ? after.Measures : after.Measures.AfterWait()));

        if (after.IsFinished && !update.LeavesJobRunning && next.Status != JobStatus.Cancelled && othersFinished())
            JobTransitions.MarkCompleted(next, now);

        return new SheetUpdateResult(next, after, isRecovery ? job.Runner : null);
    }

    /// <summary>Throws if a job has no sheet with a number.</summary>
    /// <param name="job">The job.</param>
    /// <param name="number">The sheet's number.</param>
    /// <exception cref="MarianneException">The number is outside 1 to <see cref="Job.TotalSheets"/>.</exception>
    public static void CheckNumber(Job job, int number)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (number < 1 || number > job.TotalSheets)
            throw JobErrors.SheetOutOfRange(job.Id, number, job.TotalSheets);
    }

    private static void CheckAllowed(Job job, Sheet sheet, SheetUpdate update)
    {
        if (update.Expected is { } expected && expected != SheetVersion.Of(sheet))
            throw JobErrors.SheetChanged(sheet);

        bool revertsFinished = update is SheetUpdate.Wait or SheetUpdate.Ask or SheetUpdate.Interrupt or SheetUpdate.Measure
                or SheetUpdate.Expand { Extends: false }
            && sheet.IsFinished;
        if (revertsFinished || (update is SheetUpdate.Complete && sheet.Status == SheetStatus.Completed))
            throw JobErrors.AlreadyFinished(sheet);
        if (update is SheetUpdate.Start && sheet.Status == SheetStatus.Fermata)
            throw ApprovalErrors.Required(sheet);

        // A sheet that was running when its job was cancelled may still report its result.
        if (job.Status == JobStatus.Completed || (job.Status == JobStatus.Cancelled && update is SheetUpdate.Start))
            throw JobErrors.SheetOfFinishedJob(job, sheet);

        if (update is SheetUpdate.Start { OnlyAsRunner: true } start
            && !(job.Status == JobStatus.Running && (start.Runner is null ? job.Runner is null : start.Runner.IsNamedBy(job.Runner))))
        {
            throw JobErrors.NotRunning(job);
        }

        if (update is SheetUpdate.Interrupt { Runner: { } former }
            && job.Status == JobStatus.Running && !former.IsNamedBy(job.Runner))
        {
            throw JobErrors.NotRunning(job);
        }

        if (update.Attempt is { } attempt)
            CheckAttempt(job, sheet, attempt);
        if (update is SheetUpdate.Complete { Outputs: { Count: > 0 } outputs })
            OutputValidator.Check(sheet, outputs);
    }

    private static void CheckAttempt(Job job, Sheet sheet, Execution attempt)
    {
        JobValidator.Check(attempt, job.TotalSheets);
        if (attempt.JobId != sheet.JobId)
            throw JobErrors.InvalidExecution(attempt, nameof(attempt.JobId), $"is not '{sheet.JobId}', the job of the sheet");
        if (attempt.SheetNumber != sheet.Number)
        {
            throw JobErrors.InvalidExecution(
                attempt, nameof(attempt.SheetNumber), $"is not {sheet.Number}, the number of the sheet");
        }
    }

    private static void Start(Job job, Sheet sheet, SheetUpdate.Start start, DateTimeOffset now)
    {
        job.Status = JobStatus.Running;
        job.CurrentSheet = sheet.Number;
        job.Runner = start.Runner;
        job.StartedAt ??= now;
        job.CompletedAt = null;

        sheet.Status = SheetStatus.InProgress;
        sheet.StartedAt = now;
        sheet.CompletedAt = null;
        sheet.AttemptCount++;
        sheet.ErrorMessage = null;
        sheet.ExitCode = null;
        sheet.ExecutionMode = start.Mode;
    }

    private static void Complete(Job job, Sheet sheet, SheetResult result, DateTimeOffset now)
    {
        End(job, sheet, SheetStatus.Completed, now);
        SetResult(sheet, result, now);
        sheet.ExitCode = 0;
        sheet.ValidationPassed = result.ValidationPassed ?? true;
        sheet.SuccessWithoutRetry = sheet.AttemptCount <= 1;
        if (sheet.Measures.ItemCount is not null)
            (sheet.ErrorMessage, sheet.ErrorCategory) = (null, null); // It was not started again after its items had failed.
        job.LastCompletedSheet = Math.Max(job.LastCompletedSheet, sheet.Number);
    }

    private static void Fail(Job job, Sheet sheet, SheetUpdate.Fail fail, DateTimeOffset now)
    {
        End(job, sheet, SheetStatus.Failed, now);
        SetResult(sheet, fail.Result, now);
        sheet.ErrorMessage = string.IsNullOrEmpty(fail.Message) ? "Unknown error" : fail.Message;
        sheet.ErrorCategory = fail.Category;
        sheet.ExitCode = fail.Result.ExitCode;
        sheet.ValidationPassed = fail.Result.ValidationPassed ?? sheet.ValidationPassed;
        sheet.SuccessWithoutRetry = false;
        job.TotalRetryCount++;
    }

    private static void Skip(Job job, Sheet sheet, string? reason, DateTimeOffset now)
    {
        End(job, sheet, SheetStatus.Skipped, now);
        sheet.ErrorMessage = reason;
    }

    private static void Wait(Job job, Sheet sheet, SheetUpdate.Wait wait, DateTimeOffset now)
    {
        bool hadAttempt = sheet.Status == SheetStatus.InProgress;
        sheet.Status = wait.For is SheetWaitReason.RateLimit or SheetWaitReason.Hold
            ? SheetStatus.Waiting
            : SheetStatus.RetryScheduled;
        sheet.ErrorMessage = wait.Message;
        sheet.ErrorCategory = wait.Category;
        sheet.ExecutionMode = wait.For switch
        {
            SheetWaitReason.Retry => ExecutionModes.Retry,
            SheetWaitReason.Completion => ExecutionModes.Completion,
            _ => sheet.ExecutionMode,
        };
        ClearCurrentSheet(job, sheet);
        if (hadAttempt)
        {
            sheet.CompletedAt = now;
            sheet.SuccessWithoutRetry = false;
            SetResult(sheet, wait.Result, now);
            sheet.ExitCode = wait.Result.ExitCode;
            sheet.ValidationPassed = wait.Result.ValidationPassed ?? sheet.ValidationPassed;
        }

        job.RateLimitWaits += wait.For == SheetWaitReason.RateLimit ? 1 : 0;
        job.TotalRetryCount += wait.For == SheetWaitReason.Retry ? 1 : 0;
        sheet.CompletionAttempts += wait.For == SheetWaitReason.Completion ? 1 : 0;
    }

    private static void Ask(Job job, Sheet sheet, SheetApproval approval)
    {
        sheet.Status = SheetStatus.Fermata;
        sheet.ErrorMessage = approval.Message;
        sheet.ErrorCategory = null;
        ClearCurrentSheet(job, sheet);
    }

    private static void Interrupt(Job job, Sheet sheet, bool isCancelled, DateTimeOffset now)
    {
        if (sheet.Status == SheetStatus.InProgress)
            sheet.AttemptCount = Math.Max(0, sheet.AttemptCount - 1);
        if (sheet.Status == SheetStatus.Failed && !isCancelled)
            (sheet.ErrorMessage, sheet.ExecutionMode) = (null, null); // It starts again.
        sheet.Status = isCancelled ? SheetStatus.Cancelled : SheetStatus.Pending;
        sheet.CompletedAt = isCancelled ? now : sheet.CompletedAt;
        ClearCurrentSheet(job, sheet);
    }

    /// <summary>
    /// Clears the job's current sheet if it is this one; a sheet that was started later stays the current one.
    /// </summary>
    private static void ClearCurrentSheet(Job job, Sheet sheet)
    {
        if (job.CurrentSheet == sheet.Number)
            job.CurrentSheet = null;
    }

    private static void End(Job job, Sheet sheet, SheetStatus status, DateTimeOffset now)
    {
        job.CurrentSheet = null;
        sheet.Status = status;
        sheet.CompletedAt = now;
    }

    private static void SetResult(Sheet sheet, SheetResult result, DateTimeOffset now)
    {
        sheet.ExecutionDuration = result.Duration ?? (now > sheet.StartedAt ? now - sheet.StartedAt : null);
        sheet.ExitSignal = result.ExitSignal;
        sheet.ExitReason = result.ExitReason;
        sheet.ValidationDetails = result.ValidationDetails ?? sheet.ValidationDetails;
        sheet.OutcomeData = result.OutcomeData ?? sheet.OutcomeData;
        sheet.ConfidenceScore = result.ConfidenceScore ?? sheet.ConfidenceScore;
        sheet.OutcomeCategory = result.OutcomeCategory ?? sheet.OutcomeCategory;
        if (result.ValidationDetails is { } details)
            SetValidations(sheet, details);
    }

    /// <summary>Sets the measures only if they differ, so that a stored value that could not be read is kept.</summary>
    private static void SetMeasures(Sheet sheet, SheetMeasures measures)
    {
        if (measures != sheet.Measures)
            sheet.Measures = measures;
    }

    private static void SetValidations(Sheet sheet, IReadOnlyList<ValidationDetail> details)
    {
        ILookup<bool, string> names = details.ToLookup(detail => detail.Passed, NameOf);
        sheet.PassedValidations = [.. names[true]];
        sheet.FailedValidations = [.. names[false]];
        sheet.LastPassPercentage = details.Count == 0 ? null : 100.0 * sheet.PassedValidations.Count / details.Count;
    }

    /// <summary>A name that distinguishes a validation from the others of its sheet.</summary>
    private static string NameOf(ValidationDetail detail) => string.IsNullOrWhiteSpace(detail.Description)
        ? string.Join(' ', new[] { detail.RuleType, detail.Path }.Where(part => !string.IsNullOrWhiteSpace(part)))
        : detail.Description;
}
