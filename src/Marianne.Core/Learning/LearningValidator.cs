using Marianne.Jobs;

namespace Marianne.Learning;

/// <summary>What must be true of a record before any store remembers it.</summary>
public static class LearningValidator
{
    /// <summary>The most characters of an error code.</summary>
    public const int MaximumCodeLength = 64;

    /// <summary>The most characters of the name of a model or of a cluster.</summary>
    public const int MaximumNameLength = 256;

    /// <summary>The longest that a rate limit can be expected to last.</summary>
    public static readonly TimeSpan MaximumRateLimit = TimeSpan.FromDays(3650);

    /// <summary>Refuses an outcome that must not be remembered.</summary>
    /// <exception cref="MarianneException">A value is out of range.</exception>
    public static void Check(OutcomeReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Require(!string.IsNullOrEmpty(report.JobId), nameof(report.JobId), "is empty", report);
        Require(!string.IsNullOrEmpty(report.SheetId), nameof(report.SheetId), "is empty", report);
        Require(!string.IsNullOrEmpty(report.WorkspacePath), nameof(report.WorkspacePath), "is empty", report);
        Require(report.Duration >= TimeSpan.Zero, nameof(report.Duration), "is negative", report);
        Require(report.RetryCount >= 0, nameof(report.RetryCount), "is negative", report);
        Require(
            report.ValidationPassRate is >= 0 and <= 1,
            nameof(report.ValidationPassRate),
            FormattableString.Invariant($"is {report.ValidationPassRate}, outside 0 to 1"),
            report);
        Require(report.Status != SheetStatus.Unknown, nameof(report.Status), "is no status of a sheet", report);
        CheckName(report.Model, nameof(report.Model), report);
        foreach (string code in report.ErrorCodes)
            CheckCode(code, nameof(report.ErrorCodes), report);
    }

    /// <summary>Refuses a recovery that must not be remembered.</summary>
    /// <exception cref="MarianneException">A value is out of range.</exception>
    public static void Check(LearnedRecovery recovery)
    {
        ArgumentNullException.ThrowIfNull(recovery);
        CheckCode(recovery.ErrorCode, nameof(recovery.ErrorCode), recovery);
        CheckName(recovery.Model, nameof(recovery.Model), recovery);
        Require(recovery.SuggestedWait >= TimeSpan.Zero, nameof(recovery.SuggestedWait), "is negative", recovery);
        Require(recovery.ActualWait >= TimeSpan.Zero, nameof(recovery.ActualWait), "is negative", recovery);
    }

    /// <summary>Refuses a rate limit that must not be remembered.</summary>
    /// <exception cref="MarianneException">A value is out of range.</exception>
    public static void Check(LearnedRateLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        CheckCode(limit.ErrorCode, nameof(limit.ErrorCode), limit);
        CheckName(limit.Model, nameof(limit.Model), limit);
        CheckHash(limit.SourceJobHash, nameof(limit.SourceJobHash), limit);
        Require(limit.Duration > TimeSpan.Zero, nameof(limit.Duration), "is not above 0", limit);
        Require(limit.Duration <= MaximumRateLimit, nameof(limit.Duration), "is longer than ten years", limit);
    }

    /// <summary>Refuses an assignment that must not be remembered.</summary>
    /// <exception cref="MarianneException">The hash is none, or the cluster has no name or too long a one.</exception>
    public static void CheckAssignment(string workspaceHash, string clusterId)
    {
        CheckHash(workspaceHash, "WorkspaceHash", workspaceHash);
        Require(!string.IsNullOrWhiteSpace(clusterId), "ClusterId", "is empty", clusterId);
        CheckName(clusterId, "ClusterId", clusterId);
    }

    /// <summary>Whether a text can be the name of a circuit breaker.</summary>
    public static bool IsCircuitName(string? name) =>
        !string.IsNullOrWhiteSpace(name)
        && name.Length <= CircuitName.MaximumLength
        && !name.Any(char.IsControl)
        && !JobValidator.HasHalfPair(name);

    /// <summary>Refuses the name of a circuit breaker that cannot be one.</summary>
    /// <exception cref="MarianneException">It is empty, too long, or has control characters or broken surrogates.</exception>
    public static void CheckCircuitName(string? name) => Require(
        IsCircuitName(name),
        "Name",
        $"of a circuit breaker must have 1 to {CircuitName.MaximumLength} characters, not blanks alone, and no control characters",
        name ?? "");

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
        Require(name is null || name.Length <= MaximumNameLength, property, $"has more than {MaximumNameLength} characters", target);
        Require(name is null || !name.Any(char.IsControl), property, "has a control character", target);
    }

    private static void Require(bool holds, string property, string why, object target)
    {
        if (!holds)
            throw new MarianneException(MarianneError.InvalidRecord, $"{property} {why}. Nothing was written.", target);
    }
}
