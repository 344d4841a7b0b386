using System.Collections.Concurrent;
using System.Globalization;
using Marianne.Durations;
using Marianne.Errors;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Scores;
using Marianne.Secrets;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>
/// The rate limits that concern a run: those that hold its sheets, and those that its sheets meet. Limits belong to services, so
/// sheets and jobs that call the same service wait together.
/// </summary>
/// <param name="score">The score.</param>
/// <param name="instruments">The instruments that the sheets use at the moment.</param>
/// <param name="jobId">The job's id.</param>
/// <param name="time">The clock.</param>
/// <param name="learning">Reads and writes the learning store.</param>
/// <param name="redactor">Redacts secrets.</param>
internal sealed class RunLimits(
    Score score,
    SheetInstruments instruments,
    string jobId,
    TimeProvider time,
    LearningRecorder learning,
    SecretRedactor redactor) : IDisposable
{
    /// <summary>How often a waiting run asks whether its limit was lifted.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(3);

    /// <summary>Two ends that differ by no more than this are the same limit.</summary>
    private static readonly TimeSpan SameEnd = TimeSpan.FromMinutes(1);

    /// <summary>The length of a wait from which its message says how to end it.</summary>
    public static TimeSpan LongWait { get; } = TimeSpan.FromMinutes(1);

    private readonly string _workspaceHash = LearningHash.OfWorkspace(score.WorkspacePath);
    private readonly SemaphoreSlim _recording = new(1);
    private readonly ConcurrentDictionary<string, (long Since, TimeSpan Remaining)> _seen = [];
    private readonly ConcurrentDictionary<string, (long Since, Task<bool> Answer)> _answers = [];

    /// <summary>Returns the longest limit in force that holds a sheet, or <c>null</c> if there is none.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="model">The model that the sheet calls, if it is known.</param>
    public async ValueTask<LearnedRateLimit?> FindAsync(int number, string? model)
    {
        if (!score.CircuitBreaker.HonorOtherJobsRateLimits)
            return null;

        IReadOnlyList<LearnedRateLimit> inForce = await ListAsync().ConfigureAwait(false);
        if (inForce.Count == 0)
            return null;

        LimitScope scope = ScopeOf(number, model);
        return inForce
            .Where(scope.IsHeldBy)
            .Select(CapByElapsedTime)
            .Where(limit => limit.Remaining > TimeSpan.Zero)
            .MaxBy(limit => limit.Remaining);
    }

    /// <summary>
    /// Records a limit that a sheet met, so that other sheets and jobs wait too. Several sheets that meet one limit record it once.
    /// </summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="code">The limit.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="delay">The expected length of the limit.</param>
    /// <param name="isNamed">Indicates whether the service named the end.</param>
    /// <returns>The limit as it is stored, or <c>null</c> if the learning store cannot be used.</returns>
    public async ValueTask<LearnedRateLimit?> RecordAsync(
        int number, ErrorCode code, string? model, TimeSpan delay, bool isNamed)
    {
        LimitScope scope = ScopeOf(number, model);
        TimeSpan duration = Duration.Min(delay, LearningValidator.MaximumRateLimit);
        if (duration <= TimeSpan.Zero)
            return null;

        DateTimeOffset now = time.GetUtcNow();
        var limit = new LearnedRateLimit
        {
            ErrorCode = code.Code,
            Model = model ?? learning.BreakerNameOf(number),
            Service = scope.ServiceOfLimit,
            SourceJobHash = LearningHash.OfJob(score.Name),
            Duration = duration,

            // A quota ends at the time that the service named, and attempts before it fail. Other limits often end earlier.
            ExpiresAt = isNamed && code == ErrorCodes.Quota ? Duration.After(now, duration) : LearnedRateLimit.Expiry(now, duration),
        };
        await _recording.WaitAsync().ConfigureAwait(false);
        try
        {
            return (await ListAsync().ConfigureAwait(false)).FirstOrDefault(other => IsSame(other, limit))
                ?? await learning.AskAsync(
                    store => store.RecordRateLimitAsync(Redacted<LearnedRateLimit>.Of(limit, redactor))!, null, number)
                    .ConfigureAwait(false);
        }
        finally
        {
            _recording.Release();
        }
    }

    /// <summary>Waits for a limit, until it is lifted at the latest.</summary>
    /// <param name="limitId">The id of the limit; <c>null</c> if it is not stored.</param>
    /// <param name="delay">The time to wait.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Whether the limit was lifted.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<bool> WaitAsync(string? limitId, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var isOver = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task waiting = LongDelay.WaitAsync(delay, time, isOver.Token);
        if (limitId is null)
        {
            await waiting.ConfigureAwait(false);
            return false;
        }

        Task lifted = WaitForLiftAsync(limitId, isOver.Token);
        bool isLifted = await Task.WhenAny(waiting, lifted).ConfigureAwait(false) == lifted;
        await isOver.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return isLifted;
    }

    /// <summary>Returns a limit in force, or <c>null</c> if it is not.</summary>
    /// <param name="id">Its id.</param>
    public async ValueTask<LearnedRateLimit?> GetAsync(string id) =>
        (await ListAsync().ConfigureAwait(false)).FirstOrDefault(limit => limit.Id == id);

    /// <summary>
    /// Determines whether a limit is still in the store. Sheets that wait for the same limit share one answer, and a store that
    /// fails lifts no limit.
    /// </summary>
    /// <param name="id">Its id.</param>
    public Task<bool> ExistsAsync(string id) => _answers.AddOrUpdate(
        id,
        _ => Ask(id),
        (_, last) => time.GetElapsedTime(last.Since) < PollInterval / 2 ? last : Ask(id)).Answer;

    /// <summary>Returns the command that lifts a limit, as a sentence.</summary>
    /// <param name="limit">The limit.</param>
    public static string AdviceOf(LearnedRateLimit limit)
    {
        (string parameter, string value) = limit switch
        {
            { Service: { } service } => ("Service", service),
            { Model: { } model } => ("Model", model),
            _ => ("ErrorCode", limit.ErrorCode),
        };
        return $"To end the wait, run Clear-LearnedRateLimit -{parameter} {PowerShellLiteral.Of(value)}.";
    }

    /// <summary>
    /// Returns the name under which the learning store has the service that a sheet calls at the moment, or <c>null</c> if the
    /// service is not known.
    /// </summary>
    /// <param name="number">The sheet's number.</param>
    public string? ServiceNameOf(int number) => instruments.ServiceOf(number) is { } service ? NameOf(service) : null;

    /// <summary>
    /// Returns why a wait is not started, with the time at which it would end, or <c>null</c> if it is not too long.
    /// </summary>
    /// <param name="delay">The time to wait.</param>
    public string? RefusalOf(TimeSpan delay)
    {
        if (delay <= RateLimitPolicy.LongestWait)
            return null;

        DateTimeOffset end = TimeZoneInfo.ConvertTime(Duration.After(time.GetUtcNow(), delay), time.LocalTimeZone);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"A rate limit ends at {end:yyyy-MM-dd HH:mm zzz}, in {DurationFormatter.OfWait(delay)}. A job waits no longer than "
            + $"{RateLimitPolicy.LongestWait.Days} days: run it again then.");
    }

    /// <inheritdoc/>
    public void Dispose() => _recording.Dispose();

    private LimitScope ScopeOf(int number, string? model)
    {
        bool isPrompt = score.SheetOf(number).Prompt is not null;
        return new LimitScope
        {
            Service = ServiceNameOf(number),
            Sheet = NameOf(FormattableString.Invariant($"sheet {number} of {jobId}")),
            Model = redactor.Redact(model),
            IsPrompt = isPrompt,
        };
    }

    private string NameOf(string service) =>
        CircuitName.Of(score.CircuitBreaker, redactor.Redact(score.Name), redactor.Redact(service), _workspaceHash);

    private ValueTask<IReadOnlyList<LearnedRateLimit>> ListAsync() => learning.AskAsync(store => store.ListRateLimitsAsync(), []);

    /// <summary>However the system time is changed, a limit holds this run no longer than it lasted when it was seen first.</summary>
    private LearnedRateLimit CapByElapsedTime(LearnedRateLimit limit)
    {
        (long since, TimeSpan remaining) = _seen.GetOrAdd(limit.Id, _ => (time.GetTimestamp(), limit.Remaining));
        return limit with { Remaining = Duration.Min(limit.Remaining, remaining - time.GetElapsedTime(since)) };
    }

    private static bool IsSame(LearnedRateLimit stored, LearnedRateLimit met) =>
        stored.ErrorCode == met.ErrorCode
        && stored.Service == met.Service
        && (stored.ExpiresAt - met.ExpiresAt).Duration() <= Duration.Min(SameEnd, met.Duration / 10);

    private async Task WaitForLiftAsync(string id, CancellationToken cancellationToken)
    {
        do
        {
            await LongDelay.WaitAsync(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
        while (await ExistsAsync(id).ConfigureAwait(false));
    }

    private (long Since, Task<bool> Answer) Ask(string id) =>
        (time.GetTimestamp(), learning.AskAsync(store => store.HasRateLimitAsync(id), true).AsTask());
}
