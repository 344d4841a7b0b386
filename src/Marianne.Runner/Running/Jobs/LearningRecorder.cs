using System.Collections.Concurrent;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Scores;
using Marianne.Secrets;
using Marianne.Waits;

namespace Marianne.Running;

/// <summary>Reads and writes the learning store for a run.</summary>
/// <remarks>
/// A job must not fail because the learning store does. Each kind of error is announced once as a warning, and then the run
/// continues without the store for a while.
/// </remarks>
/// <param name="score">The score.</param>
/// <param name="time">The clock.</param>
/// <param name="journal">Announces the warnings.</param>
/// <param name="outlet">Takes the records.</param>
/// <param name="redactor">Redacts secrets.</param>
internal sealed class LearningRecorder(
    Score score, TimeProvider time, JobJournal journal, RunOutlet outlet, SecretRedactor redactor)
{
    /// <summary>A locked store answers only after half a minute, and no sheet should wait for that again and again.</summary>
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, bool> _announced = [];
    private readonly IWaitEstimator _estimator = WaitEstimators.Of(score.Learning.Strategy);
    private readonly SheetOutcomes _outcomes = new(score, time);
    private readonly OutcomeQueue _queue = new();
    private long _failedAt;
    private volatile bool _hasFailed;

    /// <summary>Returns the circuit breaker of a sheet.</summary>
    /// <param name="number">The sheet's number.</param>
    public SharedCircuitBreaker BreakerOf(int number) =>
        outlet.BreakerOf(
            Redacted<string>.Of(BreakerNameOf(number), redactor),
            score.CircuitBreaker.For(isPrompt: score.SheetOf(number).Prompt is not null),
            time);

    /// <summary>
    /// Returns the name of the circuit breaker of a sheet. Sheets with the same name fail together. It is redacted first, because a
    /// long name is cut.
    /// </summary>
    /// <param name="number">The sheet's number.</param>
    public string BreakerNameOf(int number) => CircuitName.Of(
        score.CircuitBreaker,
        redactor.Redact(score.Name),
        score.SheetOf(number).Prompt is null ? null : redactor.Redact(score.InstrumentOf(number)),
        _outcomes.WorkspaceHash);

    /// <summary>
    /// Closes the circuit breaker of the score's own commands and scripts, because the score has changed and its failures say
    /// nothing any more. The circuit breaker of an instrument belongs to other scores, too. Returns its name if it was open.
    /// </summary>
    public async ValueTask<string?> CloseOwnBreakerAsync()
    {
        int number = score.Numbers.FirstOrDefault(number => score.SheetOf(number).Prompt is null);
        if (number == 0)
            return null;

        SharedCircuitBreaker breaker = BreakerOf(number);
        bool wasOpen = await AskAsync(_ => breaker.CloseAsync(CancellationToken.None), false).ConfigureAwait(false);
        return wasOpen ? breaker.Name : null;
    }

    /// <summary>Queries or changes the store. Returns a fallback if the store fails or has recently failed.</summary>
    /// <param name="operation">The query or change.</param>
    /// <param name="fallback">The fallback.</param>
    /// <param name="sheet">The number of the sheet that a record is about, or <c>null</c>.</param>
    public async ValueTask<T> AskAsync<T>(Func<RunOutlet, ValueTask<T>> operation, T fallback, int? sheet = null)
    {
        if (_hasFailed && time.GetElapsedTime(Interlocked.Read(ref _failedAt)) < PauseAfterError)
            return fallback;

        try
        {
            T answer = await operation(outlet).ConfigureAwait(false);
            _hasFailed = false;
            return answer;
        }
        catch (MarianneException error) when (error.Error == MarianneError.InvalidRecord)
        {
            // The store works: it must not be lost to the other sheets because of one record.
            string record = sheet is { } number ? $"a record of sheet {number}" : "a record of this run";
            Warn($"invalid: {record}", $"The learning store does not accept {record}: {error.Message}", sheet);
            return fallback;
        }
        catch (MarianneException error)
        {
            Interlocked.Exchange(ref _failedAt, time.GetTimestamp());
            _hasFailed = true;
            Warn($"{error.Error}", $"This run cannot use the learning store: {error.Message}");
            return fallback;
        }
    }

    /// <summary>
    /// Changes the store, also shortly after it failed, because what is changed would expire. Returns <c>false</c> if the store fails.
    /// </summary>
    /// <param name="change">The change.</param>
    public async ValueTask<bool> TryAsync(Func<RunOutlet, ValueTask> change)
    {
        try
        {
            await change(outlet).ConfigureAwait(false);
            return true;
        }
        catch (MarianneException error)
        {
            Warn($"{error.Error}", $"This run cannot use the learning store: {error.Message}");
            return false;
        }
    }

    /// <summary>Estimates how long an incident lasts. If the store fails, nothing is known of earlier ones.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="request">What waits and attempts cost.</param>
    public async ValueTask<WaitEstimate> EstimateAsync(OngoingIncident incident, WaitRequest request)
    {
        var scope = new WaitScope(incident.ErrorCode) { Model = incident.Model, Service = incident.Service };
        WaitHistory history = await AskAsync(
            store => score.Learning.Strategy == LearningMode.Compatible
                ? store.GetSuccessesAsync(scope) : store.GetWaitHistoryAsync(scope),
            WaitHistory.Empty).ConfigureAwait(false);
        return _estimator.Estimate(history, request);
    }

    /// <summary>Records what an attempt after a wait says.</summary>
    /// <param name="sheet">The number of the sheet that waited.</param>
    /// <param name="recovery">What it says.</param>
    public async ValueTask RecordRecoveryAsync(int sheet, LearnedRecovery recovery)
    {
        var redacted = Redacted<LearnedRecovery>.Of(recovery, redactor);
        await AskAsync(store => store.RecordRecoveryAsync(redacted), [], sheet).ConfigureAwait(false);
    }

    /// <summary>Records the outcome of a sheet, while the run continues. <see cref="FlushAsync"/> waits for it.</summary>
    /// <param name="sheet">The sheet as it ended.</param>
    public ValueTask RecordOutcomeAsync(Sheet sheet) =>
        _queue.AddAsync(new SheetOutcome(sheet.Number, Redacted<OutcomeReport>.Of(_outcomes.Of(sheet), redactor)), RecordAsync);

    /// <summary>Waits until the outcomes of all sheets that have ended are recorded.</summary>
    public Task FlushAsync() => _queue.FlushAsync();

    /// <summary>Records the outcomes of sheets that ended in an earlier run that did not record them.</summary>
    /// <param name="job">The job.</param>
    public async ValueTask CatchUpAsync(Job job)
    {
        IReadOnlyList<Sheet> missing = await AskAsync(store => _outcomes.FindMissingAsync(store, job), []).ConfigureAwait(false);
        foreach (Sheet sheet in missing)
            await RecordOutcomeAsync(sheet).ConfigureAwait(false);
        await FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Records outcomes together or, if the store does not accept one of them, each alone.</summary>
    private async ValueTask RecordAsync(IReadOnlyList<SheetOutcome> outcomes)
    {
        if (outcomes.Count > 1 && await AskAsync(TryAllAsync, true).ConfigureAwait(false))
            return;

        foreach (SheetOutcome outcome in outcomes)
            await AskAsync(store => store.RecordOutcomesAsync([outcome.Report]), [], outcome.Number).ConfigureAwait(false);

        async ValueTask<bool> TryAllAsync(RunOutlet store)
        {
            try
            {
                await store.RecordOutcomesAsync([.. outcomes.Select(outcome => outcome.Report)]).ConfigureAwait(false);
                return true;
            }
            catch (MarianneException error) when (error.Error == MarianneError.InvalidRecord)
            {
                return false;
            }
        }
    }

    /// <summary>Announces each kind of warning once.</summary>
    private void Warn(string kind, string message, int? sheet = null)
    {
        if (_announced.TryAdd(kind, true))
            journal.Announce(JobEventKind.Warning, message, sheet);
    }
}
