using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Removes the rate limits that have expired, or lifts those in force.</summary>
[Cmdlet(
    VerbsCommon.Clear,
    "LearnedRateLimit",
    SupportsShouldProcess = true,
    DefaultParameterSetName = ExpiredSet,
    HelpUri = HelpPage.Folder + "Clear-LearnedRateLimit.md")]
[OutputType(typeof(int))]
public sealed class ClearLearnedRateLimitCommand : LearningCmdlet
{
    private const string ExpiredSet = "Expired";
    private const string FilterSet = "Filter";
    private const string AllSet = "All";

    /// <summary>Removes all rate limits: those that have expired, and those in force.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <summary>
    /// Removes the rate limits in force with this error code. Wildcards are not supported. Tab completion is available.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = FilterSet)]
    [PlainText]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string? ErrorCode { get; set; }

    /// <summary>
    /// Removes the rate limits in force of this model. Wildcards are not supported. Tab completion is available.
    /// </summary>
    [Parameter(ParameterSetName = FilterSet)]
    [PlainText]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>
    /// Removes the rate limits in force of this service. Wildcards are not supported. Tab completion is available.
    /// </summary>
    [Parameter(ParameterSetName = FilterSet)]
    [PlainText]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LimitedServiceCompleter))]
    public string? Service { get; set; }

    /// <summary>
    /// Returns the number of rate limits that were removed. By default, this cmdlet does not generate any output.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        int removed = ParameterSetName == FilterSet || All ? Lift() : 0;
        bool clearsExpired = ParameterSetName != FilterSet
            && ShouldProcess(Connected.LearningPath ?? "memory", "Remove expired rate limits");
        if (clearsExpired)
            removed += Wait(Learning.ClearExpiredRateLimitsAsync(StopToken));
        if (PassThru && (clearsExpired || removed > 0 || ParameterSetName == FilterSet))
            WriteObject(removed);
    }

    /// <summary>Removes the matching rate limits in force, and returns their number.</summary>
    private int Lift()
    {
        IReadOnlyList<LearnedRateLimit> limits = Wait(Learning.ListRateLimitsAsync(ErrorCode, Model, StopToken));
        string[] ids =
        [
            .. limits.Where(limit => Service is null || limit.Service == Service)
                .Where(limit => ShouldProcess(TextOf(limit), "Remove the rate limit in force"))
                .Select(limit => limit.Id),
        ];
        return ids.Length == 0 ? 0 : Wait(Learning.RemoveRateLimitsAsync(ids, StopToken));
    }

    private static string TextOf(LearnedRateLimit limit)
    {
        string owner = (limit.Service ?? limit.Model) is { } name ? $" of '{name}'" : "";
        return $"{limit.ErrorCode}{owner}, {DisplayText.Duration(limit.Remaining)} left";
    }
}
