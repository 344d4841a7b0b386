using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Waits;

namespace Marianne.Learning;

/// <summary>
/// Waits for the end of one incident outside a run: plans each wait on the recovery curve, and records what each attempt says.
/// </summary>
public sealed class RecoveryWait
{
    private readonly IRecoveryStore _store;
    private readonly TimeProvider _time;
    private readonly ErrorCode _code;
    private readonly WaitScope _scope;
    private readonly TimeSpan? _staticDelay;
    private readonly WaitPlanner _planner;
    private readonly IncidentTracker _incidents;
    private int _attempt = 1;

    /// <summary>Initializes a new instance. The incident begins now.</summary>
    /// <param name="store">The store of the recoveries.</param>
    /// <param name="scope">The error, and the attempts that are used.</param>
    /// <param name="options">What waits and attempts cost.</param>
    /// <param name="staticDelay">
    /// The delay that is assumed while nothing is known. The default is that of the error, or 30 seconds for another code.
    /// </param>
    /// <param name="random">Returns a random number, at least 0 and less than 1. The default is a random one.</param>
    /// <param name="time">The clock. The default is the system's clock.</param>
    public RecoveryWait(
        IRecoveryStore store,
        WaitScope scope,
        LearningOptions options,
        TimeSpan? staticDelay = null,
        Func<double>? random = null,
        TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(scope);
        (_store, _scope, _staticDelay, _time) = (store, scope, staticDelay, time ?? TimeProvider.System);

        // A code that the caller chose is treated as a rate limit: the number of attempts is not limited.
        _code = ErrorCodes.Find(scope.ErrorCode)
            ?? new ErrorCode(scope.ErrorCode, "", ErrorCategories.RateLimit, IsRetried: true, WaitRequest.UnknownDelay);
        _planner = new WaitPlanner(options, new RateLimitOptions(), new RetryOptions(), random ?? Random.Shared.NextDouble);
        _incidents = new IncidentTracker(_time);
    }

    /// <summary>The time since the first error.</summary>
    public TimeSpan Elapsed => _incidents.Elapsed;

    /// <summary>Plans the wait after an error: the first one, or that of the last attempt.</summary>
    /// <param name="namedTime">The time of the next attempt that the service named; <c>null</c> if it named none.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<WaitPlan> PlanAsync(DateTimeOffset? namedTime, CancellationToken cancellationToken)
    {
        OngoingIncident incident = _incidents.Meet(_scope.ErrorCode, _scope.Model, _scope.Service, namedTime);
        var situation = new WaitSituation(_code, incident, _incidents.Elapsed, _time.GetUtcNow())
        {
            NamedTime = namedTime,
            StaticDelay = _staticDelay,
        };
        WaitHistory history = await _store
            .GetWaitHistoryAsync(_scope.ErrorCode, _scope.Model, _scope.Service, cancellationToken).ConfigureAwait(false);
        WaitPlan plan = _planner.PlanLimit(
            situation, new RecoveryCurveEstimator().Estimate(history, _planner.RequestOf(situation)));
        _incidents.Wait(plan.Delay);
        return plan;
    }

    /// <summary>Notes that an attempt starts.</summary>
    public void StartTry() => _incidents.StartTry();

    /// <summary>Records how the attempt ended.</summary>
    /// <param name="isStopped">Indicates whether the same error stopped it. Otherwise the incident is over.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The recovery could not be recorded.</exception>
    public async ValueTask RecordAsync(bool isStopped, CancellationToken cancellationToken)
    {
        if (_incidents.EndTry(isStopped ? _scope.ErrorCode : null, _scope.Model, _attempt++) is { } outcome)
            await _store.RecordRecoveriesAsync([LearnedRecovery.Of(outcome)], cancellationToken).ConfigureAwait(false);
    }
}
