using Marianne.Durations;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Learning;

/// <summary>Validates outcomes, recoveries, rate limits, clusters, circuit breakers and limits across jobs before a store writes them.</summary>
public static class LearningValidator
{
    /// <summary>The maximum length of an error code in characters.</summary>
    public const int MaximumCodeLength = 64;

    /// <summary>The maximum length of the name of a model or of the id of a cluster in characters.</summary>
    public const int MaximumNameLength = 256;

    /// <summary>The maximum expected duration of a rate limit: ten years.</summary>
    public static readonly TimeSpan MaximumRateLimit = TimeSpan.FromDays(3650);

    /// <summary>Validates an outcome.</summary>
    /// <param name="report">The outcome.</param>
    /// <exception cref="MarianneException">A value is out of range.</exception>
    public static void Check(OutcomeReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Require(!string.IsNullOrEmpty(report.JobId), nameof(report.JobId), "is empty", report);
        Require(!string.IsNullOrEmpty(report.SheetId), nameof(report.SheetId), "is empty", report);
        Require(!string.IsNullOrEmpty(report.WorkspacePath), nameof(report.WorkspacePath), "is empty", report);
        CheckDuration(report.Duration, nameof(report.Duration), report);
        Require(report.RetryCount >= 0, nameof(report.RetryCount), "is negative", report);
        Require(
            report.ValidationPassRate is >= 0 and <= 1,
            nameof(report.ValidationPassRate),
            FormattableString.Invariant($"is {report.ValidationPassRate}, outside 0 to 1"),
            report);
        Require(
            Enum.IsDefined(report.Status) && report.Status != SheetStatus.Unknown,
            nameof(report.Status),
            "is not a valid status of a sheet",
            report);
        CheckName(report.Model, nameof(report.Model), report);
        foreach (string code in report.ErrorCodes)
            CheckCode(code, nameof(report.ErrorCodes), report);
    }

    /// <summary>Validates a recovery.</summary>
    /// <param name="recovery">The recovery.</param>
    /// <exception cref="MarianneException">A value is out of range.</exception>
    public static void Check(LearnedRecovery recovery)
    {
        ArgumentNullException.ThrowIfNull(recovery);
        CheckCode(recovery.ErrorCode, nameof(recovery.ErrorCode), recovery);
        CheckName(recovery.Model, nameof(recovery.Model), recovery);
        CheckDuration(recovery.SuggestedWait, nameof(recovery.SuggestedWait), recovery);
        CheckDuration(recovery.ActualWait, nameof(recovery.ActualWait), recovery);
        CheckName(recovery.Incident, nameof(recovery.Incident), recovery);
        CheckName(recovery.Service, nameof(recovery.Service), recovery);
        CheckDuration(recovery.Hint ?? TimeSpan.Zero, nameof(recovery.Hint), recovery);
        Require(recovery.Since is null || recovery.Since > DateTimeOffset.UnixEpoch, nameof(recovery.Since), "is before 1970", recovery);
    }

    /// <summary>Validates a rate limit.</summary>
    /// <param name="limit">The rate limit.</param>
    /// <exception cref="MarianneException">A value is out of range.</exception>
    public static void Check(LearnedRateLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        CheckCode(limit.ErrorCode, nameof(limit.ErrorCode), limit);
        CheckName(limit.Model, nameof(limit.Model), limit);
        CheckName(limit.Service, nameof(limit.Service), limit);
        CheckHash(limit.SourceJobHash, nameof(limit.SourceJobHash), limit);
        Require(limit.Duration > TimeSpan.Zero, nameof(limit.Duration), "is not above 0", limit);
        Require(limit.Duration <= MaximumRateLimit, nameof(limit.Duration), "is longer than ten years", limit);
    }

    /// <summary>Validates the assignment of a workspace to a cluster.</summary>
    /// <param name="workspaceHash">The hash of the workspace.</param>
    /// <param name="clusterId">The id of the cluster.</param>
    /// <exception cref="MarianneException">The hash is invalid, or the id is empty or too long.</exception>
    public static void CheckAssignment(string workspaceHash, string clusterId)
    {
        CheckHash(workspaceHash, "WorkspaceHash", workspaceHash);
        Require(!string.IsNullOrWhiteSpace(clusterId), "ClusterId", "is empty", clusterId);
        CheckName(clusterId, "ClusterId", clusterId);
    }

    /// <summary>Determines whether a text is a valid name of a circuit breaker.</summary>
    /// <param name="name">The text.</param>
    public static bool IsCircuitName(string? name) =>
        !string.IsNullOrWhiteSpace(name)
        && name.Length <= CircuitName.MaximumLength
        && !name.Any(char.IsControl)
        && !JsonUnicode.IsHalvedText(name);

    /// <summary>Determines whether a text is a valid name of a limit across jobs.</summary>
    /// <param name="name">The text.</param>
    public static bool IsLimitName(string? name) => IsCircuitName(name);

    /// <summary>Returns why a text cannot be the name of a model, or <c>null</c> if it can.</summary>
    /// <param name="name">The text; <c>null</c> stands for an unknown model.</param>
    public static string? FaultOfName(string? name) => name is null ? null
        : name.Length > MaximumNameLength ? $"has more than {MaximumNameLength} characters"
        : name.Any(char.IsControl) ? "has a control character"
        : JsonUnicode.IsHalvedText(name) ? "has half of a surrogate pair"
        : null;

    /// <summary>Validates the name of a circuit breaker.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="MarianneException">
    /// The name is empty or too long, or it contains control characters or half of a surrogate pair.
    /// </exception>
    public static void CheckCircuitName(string? name) => Require(
        IsCircuitName(name),
        "Name",
        $"of a circuit breaker must have 1 to {CircuitName.MaximumLength} characters, not only white space, and no control "
        + "characters",
        name ?? "");

    /// <summary>Validates a limit across jobs.</summary>
    /// <param name="limit">The limit.</param>
    /// <exception cref="MarianneException">The name is invalid, a number is not above 0, or the limit would limit nothing.</exception>
    public static void Check(SheetLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        Require(
            IsLimitName(limit.Name),
            nameof(limit.Name),
            $"of a limit must have 1 to {CircuitName.MaximumLength} characters, not only white space, and no control characters",
            limit);
        Require(limit.Concurrent is null or >= 1, nameof(limit.Concurrent), "is not above 0", limit);
        Require(limit.PerHour is null or >= 1, nameof(limit.PerHour), "is not above 0", limit);
        if (limit is { Concurrent: null, PerHour: null })
            throw LimitErrors.Empty(limit.Name);
    }

    private static void CheckDuration(TimeSpan duration, string property, object target) =>
        Require(Duration.FaultOf(duration) is null, property, Duration.FaultOf(duration) ?? "", target);

    private static void CheckHash(string? hash, string property, object target) => Require(
        hash is not null && LearningHash.IsHash(hash),
        property,
        $"is '{hash}', which is not {LearningHash.Length} hexadecimal digits in lower case",
        target);

    private static void CheckCode(string? code, string property, object target)
    {
        Require(!string.IsNullOrWhiteSpace(code), property, "is empty", target);
        Require(code!.Length <= MaximumCodeLength, property, $"has more than {MaximumCodeLength} characters", target);
        Require(!code.Any(char.IsControl), property, "has a control character", target);
    }

    private static void CheckName(string? name, string property, object target)
    {
        string? fault = FaultOfName(name);
        Require(fault is null, property, fault ?? "", target);
    }

    private static void Require(bool holds, string property, string why, object target)
    {
        if (!holds)
            throw new MarianneException(MarianneError.InvalidRecord, $"{property} {why}. Nothing was written.", target);
    }
}
