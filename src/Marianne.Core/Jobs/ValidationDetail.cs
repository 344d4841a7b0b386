using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marianne.Jobs;

/// <summary>The result of one validation rule of a sheet.</summary>
public sealed record ValidationDetail
{
    /// <summary>The kind of rule, such as <c>file_exists</c>.</summary>
    public string? RuleType { get; init; }

    /// <summary>The purpose of the rule.</summary>
    public string? Description { get; init; }

    /// <summary>The path of the file that is checked.</summary>
    public string? Path { get; init; }

    /// <summary>The text or the regular expression that is searched for.</summary>
    public string? Pattern { get; init; }

    /// <summary>Indicates whether the validation passed.</summary>
    [JsonRequired]
    public bool Passed { get; init; }

    /// <summary>The value that was found.</summary>
    public string? ActualValue { get; init; }

    /// <summary>The value that was expected.</summary>
    public string? ExpectedValue { get; init; }

    /// <summary>The reason why the validation failed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The time of the check, as text.</summary>
    public string? CheckedAt { get; init; }

    /// <summary>The duration of the check in milliseconds.</summary>
    public double? CheckDurationMs { get; init; }

    /// <summary>The confidence in the result, 0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>The reason why the validation failed, in a few words.</summary>
    public string? FailureReason { get; init; }

    /// <summary>The kind of failure, such as <c>missing</c>.</summary>
    public string? FailureCategory { get; init; }

    /// <summary>A suggestion how to fix it.</summary>
    public string? SuggestedFix { get; init; }

    /// <summary>The type of an error that occurred during the check.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The keys that this version does not know. They are preserved.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Other { get; set; }
}
