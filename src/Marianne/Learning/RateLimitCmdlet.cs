using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that find rate limits in force.</summary>
public abstract class RateLimitCmdlet : ErrorFilterCmdlet
{
    private protected RateLimitCmdlet()
    {
    }

    /// <summary>
    /// Specifies the service. Wildcards are not supported. The default is all services. Tab completion is available.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LimitedServiceCompleter))]
    public string? Service { get; set; }

    /// <summary>Returns the limits in force, latest expiry first.</summary>
    private protected IReadOnlyList<LearnedRateLimit> Find()
    {
        IReadOnlyList<LearnedRateLimit> limits = Wait(Learning.ListRateLimitsAsync(ErrorCode, Model.OrNone(), StopToken));
        return Service.OrNone() is { } service ? [.. limits.Where(limit => limit.Service == service)] : limits;
    }
}
