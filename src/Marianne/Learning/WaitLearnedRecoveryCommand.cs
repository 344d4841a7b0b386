using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Marianne.Durations;
using Marianne.Errors;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Signals;
using Marianne.Waits;

namespace Marianne.Commands;

/// <summary>Waits until a service recovers from an error, and makes the next attempts.</summary>
[Cmdlet(
    VerbsLifecycle.Wait,
    "LearnedRecovery",
    SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Wait-LearnedRecovery.md")]
[OutputType(typeof(object))]
public sealed class WaitLearnedRecoveryCommand : LearningCmdlet
{
    private const string Activity = "Waiting for a recovery";
    private const string AttemptVariable = "MarianneAttemptOfWait";

    /// <summary>How often the progress is shown.</summary>
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly ErrorClassifier _classifier = new(new RateLimitDetector(new RateLimitOptions()));

    /// <summary>
    /// Specifies the code of the error that has just occurred, such as <c>E101</c>. An attempt that fails with the same code is
    /// followed by another one. For a code of your own, every error that another attempt can end counts as the same error.
    /// Wildcards are not supported. Tab completion is available.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [PlainText]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string ErrorCode { get; set; } = "";

    /// <summary>Specifies the next attempt, which runs in a scope of its own. Its output is written as it arrives.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>
    /// Specifies the wait that is assumed while nothing is learned: a number of seconds such as 90 or '1.5', a text such as 30s, 10m
    /// or 2h, a time such as '00:01:30', or a TimeSpan. The minimum is 0. The default is that of the error code, or 30 seconds.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? StaticDelay { get; set; }

    /// <summary>
    /// Specifies the model that was called. The default is all models. Tab completion is available.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>Specifies the service that was called. The default is all services. Tab completion is available.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LearnedServiceCompleter))]
    public string? Service { get; set; }

    /// <summary>
    /// Specifies the time from now to the reset time that the service named, for example in the header Retry-After: a number of
    /// seconds such as 90 or '1.5', a text such as 30s, 10m or 2h, a time such as '00:01:30', or a TimeSpan. The next attempt is not made
    /// before it. The default is none.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? Hint { get; set; }

    /// <summary>
    /// Specifies what a failed attempt costs, as a time: a number of seconds such as 90 or '1.5', a text such as 30s, 10m or 2h, a time
    /// such as '00:01:30', or a TimeSpan. The more it costs, the longer the waits. The default is 30 seconds.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? Penalty { get; set; }

    /// <summary>
    /// Specifies what it costs if there is no next attempt: a number of seconds, a text such as 30s, 10m or 2h, a time such as
    /// '00:01:30', or a TimeSpan. The cmdlet stops waiting if further waits are expected to cost more. The default is 7 days.
    /// </summary>
    /// <exception cref="MarianneException">RecoveryGivenUp: further waits are expected to cost more.</exception>
    [Parameter]
    [Duration]
    public TimeSpan? GiveUpAfter { get; set; }

    private protected override void Process()
    {
        var scope = new WaitScope(ErrorCode) { Model = Model.OrNone(), Service = Service.OrNone() };
        LearningValidator.Check(new LearnedRecovery { ErrorCode = ErrorCode, Model = scope.Model, Service = scope.Service });
        LearningOptions options = new()
        {
            GiveUpAfter = GiveUpAfter ?? WaitRequest.DefaultGiveUpAfter,
            PenaltySeconds = (Penalty ?? WaitRequest.DefaultPenalty).TotalSeconds,
        };
        var recovery = new RecoveryWait(Learning, scope, options, StaticDelay);
        DateTimeOffset? named = Hint is { } hint ? Duration.After(DateTimeOffset.UtcNow, hint) : null;
        RuntimeException? last = null;
        while (true)
        {
            WaitPlan plan = Wait(recovery.PlanAsync(named, StopToken));
            if (plan.GivesUp is { } why)
                throw RecoveryErrors.GivenUp(ErrorCode, why, last);
            if (last is null && !ShouldProcess(ErrorCode, $"Wait {DurationFormatter.OfWait(plan.Delay)} ({plan.Reason}) and try again"))
                return;

            Sleep(plan);
            recovery.StartTry();
            last = Attempt();
            AttemptResult? reading = last is null ? null : Read(last.ErrorRecord);
            bool isStopped = reading is not null && IsSame(reading);
            Record(recovery, isStopped);
            if (last is null)
                return;
            if (!isStopped)
                ExceptionDispatchInfo.Throw(last);

            WriteVerbose($"The attempt failed after {DurationFormatter.Of(recovery.Elapsed)}: {last.Message}");
            named = reading!.ResetsAt;
        }
    }

    private protected override bool IsTerminating(MarianneException error) => true;

    private void Sleep(WaitPlan plan)
    {
        WriteVerbose($"Waiting for {DurationFormatter.OfWait(plan.Delay)}: {plan.Reason}.");
        long begin = TimeProvider.System.GetTimestamp();
        while (plan.Delay - TimeProvider.System.GetElapsedTime(begin) is { } left && left > TimeSpan.Zero)
        {
            int percent = (int)(100 * (1 - (left / plan.Delay)));
            ShowProgress(Activity, $"{ErrorCode}: the next attempt is in {DurationFormatter.OfWait(left)} ({plan.Reason})", percent);
            StopToken.WaitHandle.WaitOne(Duration.Min(left, ProgressInterval) + TimeSpan.FromMilliseconds(1));
            StopToken.ThrowIfCancellationRequested();
        }

        RemoveProgress(Activity);
    }

    /// <summary>
    /// Runs the script block. Returns the error that ended it, or <c>null</c> if none did. An error of the commands that get its output is
    /// thrown as it is.
    /// </summary>
    private RuntimeException? Attempt()
    {
        var isRefused = new StrongBox<bool>();
        using SteppablePipeline pipeline = CreatePipeline(isRefused);
        try
        {
            pipeline.Begin(this);
            pipeline.Process();
            pipeline.End();
            return null;
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (RuntimeException error) when (!isRefused.Value)
        {
            return error;
        }
    }

    /// <summary>
    /// Creates the pipeline of an attempt, which writes to that of the caller. Its outer block lets each error that ends a statement end
    /// the attempt, whatever <c>$ErrorActionPreference</c> is.
    /// </summary>
    /// <param name="isRefused">Becomes <c>true</c> when a command that gets the output fails.</param>
    private SteppablePipeline CreatePipeline(StrongBox<bool> isRefused)
    {
        // The arguments of the pipeline are evaluated here, so the variable exists only for a moment.
        SessionState.PSVariable.Set(AttemptVariable, new Hashtable
        {
            ["Block"] = ScriptBlock,
            ["Output"] = new CmdletInfo("Write-AttemptOutput", typeof(WriteAttemptOutputCommand)),
            ["IsRefused"] = isRefused,
        });
        try
        {
            const string Inner = "try { & $Attempt.Block | & $Attempt.Output -IsRefused $Attempt.IsRefused } catch { throw }";
            return ScriptBlock.Create($"& {{ param($Attempt) {Inner} }} ${AttemptVariable}").GetSteppablePipeline(MyInvocation.CommandOrigin);
        }
        finally
        {
            SessionState.PSVariable.Remove(AttemptVariable);
        }
    }

    /// <summary>Reads an error as that of a script sheet.</summary>
    private AttemptResult Read(ErrorRecord error)
    {
        ScriptResponse? response = ScriptResponse.Of(error);
        var command = new CommandResult { ExitCode = 1, Output = ScriptFailure.TextOf(error) };
        return _classifier.Classify(AttemptResult.Of("", command) with
        {
            Cause = ScriptFailure.CauseOf(error),
            Response = response?.Response,
            ResponseBody = response?.Body ?? "",
        });
    }

    /// <summary>Determines whether an attempt was stopped by the error of the incident.</summary>
    private bool IsSame(AttemptResult attempt) =>
        ErrorCodes.Find(ErrorCode) is null ? attempt.Error!.IsRetried : attempt.Error!.Code == ErrorCode;

    /// <summary>The outcome of the attempt counts more than its record, so an error of the store does not replace it.</summary>
    private void Record(RecoveryWait recovery, bool isStopped)
    {
        try
        {
            Wait(recovery.RecordAsync(isStopped, StopToken));
        }
        catch (MarianneException error)
        {
            WriteError(error.ToErrorRecord());
        }
    }
}
