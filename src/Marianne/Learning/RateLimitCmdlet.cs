using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that find rate limits in force.</summary>
public abstract class RateLimitCmdlet : ErrorFilterCmdlet
{
    private protected RateLimitCmdlet()
    {
    }

    /// <summary>Returns the limits in force, latest expiry first.</summary>
    private protected IReadOnlyList<LearnedRateLimit> Find() =>
        Wait(Learning.ListRateLimitsAsync(ErrorCode, Model.OrNone(), StopToken));
}
