using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marianne.Jobs;

/// <summary>The result of one validation rule of a sheet.</summary>
public sealed record ValidationDetail
{
    /// <summary>What kind of rule it is, such as <c>file_exists</c>.</summary>
    public string? RuleType { get; init; }

    /// <summary>What the rule is for.</summary>
    public string? Description { get; init; }

    /// <summary>The file that it looks at.</summary>
    public string? Path { get; init; }

    /// <summary>The text or the regular expression that it looks for.</summary>
    public string? Pattern { get; init; }

    /// <summary>Whether it passed.</summary>
    [JsonRequired]
    public bool Passed { get; init; }

    /// <summary>What it found.</summary>
    public string? ActualValue { get; init; }

    /// <summary>What it looked for.</summary>
    public string? ExpectedValue { get; init; }

    /// <summary>Why it failed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>When it was checked.</summary>
    public string? CheckedAt { get; init; }

    /// <summary>How long the check took, in milliseconds.</summary>
    public double? CheckDurationMs { get; init; }

    /// <summary>How sure the result is, 0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>Why it failed, in a few words.</summary>
    public string? FailureReason { get; init; }

    /// <summary>The kind of failure, such as <c>missing</c>.</summary>
    public string? FailureCategory { get; init; }

    /// <summary>What would mend it.</summary>
    public string? SuggestedFix { get; init; }

    /// <summary>The type of the error that the check itself met.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Keys that this version does not know, kept.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Other { get; set; }
}
