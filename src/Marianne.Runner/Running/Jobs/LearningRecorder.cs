using System.Collections.Concurrent;
using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>
/// What a run asks of the learning store and tells it. A job must not fail for what others could have learned from it:
/// a store that fails is warned of, once for each kind of error, and the run goes on without it for a while.
/// </summary>
internal sealed class LearningRecorder(Score score, RunnerServices services, JobJournal journal)
{
    /// <summary>Outcomes are kept in local time, which jumps twice a year, and clocks are set.</summary>
    private static readonly TimeSpan ClockDoubt = TimeSpan.FromDays(1);

    /// <summary>One that is locked answers only after half a minute: no sheet shall wait for that again and again.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<MarianneError, bool> _warned = [];
    private long _restsSince;
    private volatile bool _rests;
    private readonly string _workspaceHash = LearningHash.OfWorkspace(score.WorkspacePath);

    /// <summary>The circuit breaker of a sheet.</summary>
    public SharedCircuitBreaker BreakerOf(int number) => new(
        services.Learning, ServiceOf(number), score.CircuitBreaker, services.Time);

    /// <summary>What a sheet calls, as far as it may fail or be limited together with others.</summary>
    public string ServiceOf(int number) => CircuitName.Of(
        score.CircuitBreaker, score.Name, score.Sheets[number - 1].Prompt is null ? null : score.Instrument, _workspaceHash);

    /// <summary>Asks the store; the fallback when it fails.</summary>
    public async ValueTask<T> AskAsync<T>(Func<ILearningStore, ValueTask<T>> question, T fallback)
    {
        if (_rests && services.Time.GetElapsedTime(Interlocked.Read(ref _restsSince)) < Rest)
            return fallback;

        try
        {
            T answer = await question(services.Learning).ConfigureAwait(false);
            _rests = false;
            return answer;
        }
        catch (MarianneException error)
        {
            Interlocked.Exchange(ref _restsSince, services.Time.GetTimestamp());
            _rests = true;
            Warn(error);
            return fallback;
        }
    }

    /// <summary>How long to wait after an error, as it was learned; nothing when nothing was.</summary>
    public async ValueTask<TimeSpan?> WaitAsync(ErrorCode code, string? model, TimeSpan staticDelay)
    {
        var request = new WaitRequest(code.Code) { Model = model, StaticDelay = staticDelay };
        LearnedWaitTime? learned = await AskAsync(
            store => new WaitTimeService(store).FindAsync(request, CancellationToken.None), null).ConfigureAwait(false);
        return learned is { Strategy: not WaitStrategy.StaticFallback } ? learned.Delay : null;
    }

    /// <summary>The longest that somebody else's rate limit still keeps a sheet from starting; nothing when none does.</summary>
    public async ValueTask<LearnedRateLimit?> LimitOfOthersAsync(int number, string? model)
    {
        if (!score.CircuitBreaker.HonorOtherJobsRateLimits)
            return null;

        string service = ServiceOf(number);
        IReadOnlyList<LearnedRateLimit> limits = await AskAsync(
            store => store.ListRateLimitsAsync(null, null, CancellationToken.None), []).ConfigureAwait(false);
        return limits.FirstOrDefault(limit => limit.Model is null || limit.Model == service || limit.Model == model);
    }

    /// <summary>Tells others of a rate limit.</summary>
    public async ValueTask TellOfLimitAsync(int number, ErrorCode code, string? model, TimeSpan duration)
    {
        var limit = new LearnedRateLimit
        {
            ErrorCode = code.Code,
            Model = model ?? ServiceOf(number),
            SourceJobHash = LearningHash.OfJob(score.Name),
            Duration = duration < LearningValidator.MaximumRateLimit ? duration : LearningValidator.MaximumRateLimit,
        };
        await AskAsync(store => store.RecordRateLimitAsync(limit, CancellationToken.None)!, null).ConfigureAwait(false);
    }

    /// <summary>Tells what came of a wait.</summary>
    public async ValueTask TellOfRecoveryAsync(LearnedRecovery recovery) =>
        await AskAsync(store => store.RecordRecoveriesAsync([recovery], CancellationToken.None), []).ConfigureAwait(false);

    /// <summary>Tells what came of a sheet.</summary>
    public async ValueTask TellOfOutcomeAsync(Sheet sheet) =>
        await AskAsync(store => store.RecordOutcomesAsync([OutcomeOf(sheet)], CancellationToken.None), []).ConfigureAwait(false);

    /// <summary>Tells what a run that was killed could not tell any more: of sheets that had ended.</summary>
    public async ValueTask CatchUpAsync(Job job)
    {
        Sheet[] ended = [.. job.Sheets.Where(sheet => sheet is { Status: SheetStatus.Completed or SheetStatus.Failed, StartedAt: not null })];
        if (ended.Length == 0)
            return;

        HashSet<(int, DateTimeOffset?)> told = await AskAsync(
            async store =>
            {
                HashSet<(int, DateTimeOffset?)> found = [];
                var query = new OutcomeQuery { JobHash = LearningHash.OfJob(score.Name), WorkspaceHash = _workspaceHash };
                await foreach (LearnedOutcome outcome in store.ListOutcomesAsync(query, CancellationToken.None).ConfigureAwait(false))
                {
                    if (outcome.CompletedAt < job.CreatedAt - ClockDoubt)
                        break; // They come newest first: the rest is of earlier jobs.
                    found.Add((outcome.SheetNumber, outcome.StartedAt));
                }

                return found;
            },
            []).ConfigureAwait(false);
        foreach (Sheet sheet in ended.Where(sheet => !told.Contains((sheet.Number, sheet.StartedAt))))
            await TellOfOutcomeAsync(sheet).ConfigureAwait(false);
    }

    private OutcomeReport OutcomeOf(Sheet sheet) => new()
    {
        SheetId = FormattableString.Invariant($"{sheet.JobId}-sheet{sheet.Number}"),
        JobId = score.Name,
        WorkspacePath = score.WorkspacePath,
        Duration = sheet.ExecutionDuration ?? TimeSpan.Zero,
        Status = sheet.Status,
        RetryCount = sheet.Measures.Retries + sheet.CompletionAttempts, // A rate limit or a crash is none.
        ValidationPassRate = (sheet.LastPassPercentage ?? (sheet.Status == SheetStatus.Completed ? 100 : 0)) / 100,
        Model = sheet.Measures.Model,
        ErrorCodes = sheet.Measures.ErrorCodes,
        StartedAt = sheet.StartedAt ?? services.Time.GetUtcNow(),
    };

    private void Warn(MarianneException error)
    {
        if (_warned.TryAdd(error.Error, true))
            journal.Tell(JobEventKind.Warning, $"Nothing can be learned from this run: {error.Message}");
    }
}
