using Marianne.Options;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Core.Tests.Options;

/// <summary>Reads sections as a score has them.</summary>
internal static class Written
{
    /// <summary>All sections.</summary>
    public static IReadOnlyList<OptionSection> Sections { get; } =
    [
        RetryOptions.Section,
        RateLimitOptions.Section,
        LearningOptions.Section,
        CircuitBreakerOptions.Section,
        CostLimitOptions.Section,
        StaleDetectionOptions.Section,
        PreflightOptions.Section,
        ParallelismOptions.Section,
        RetentionOptions.Section,
        ValidationRule.Section,
        SkipWhenOptions.Section,
        ScoreSheet.Section,
        SheetOptions.Section,
        Score.Section,
    ];

    /// <summary>The keys that make the rest of a section valid.</summary>
    private static readonly Dictionary<string, Dictionary<string, object?>> Needed = new()
    {
        ["validations"] = new() { ["type"] = "file_exists", ["path"] = "a" },
        ["skip_when_command"] = new() { ["command"] = "true" },
        ["sheets"] = new() { ["command"] = "true" },
        ["score"] = new()
        {
            ["name"] = "nightly",
            ["sheets"] = new object[] { new Dictionary<string, object?> { ["command"] = "true" } },
        },
    };

    public static OptionKey Key(string path) =>
        Sections.Single(section => section.Name == path.Split('.')[0]).Find(path.Split('.')[1])!;

    /// <summary>Reads a section in which one key has a value.</summary>
    public static (OptionSet Options, IReadOnlyList<OptionProblem> Problems) Read(string path, object? value)
    {
        string section = path.Split('.')[0];
        Dictionary<string, object?> written = new(Needed.GetValueOrDefault(section) ?? []) { [path.Split('.')[1]] = value };
        return section switch
        {
            "retry" => RetryOptions.Section.Read(written),
            "rate_limit" => RateLimitOptions.Section.Read(written),
            "learning" => LearningOptions.Section.Read(written),
            "circuit_breaker" => CircuitBreakerOptions.Section.Read(written),
            "cost_limits" => CostLimitOptions.Section.Read(written),
            "stale_detection" => StaleDetectionOptions.Section.Read(written),
            "preflight" => PreflightOptions.Section.Read(written),
            "parallel" => ParallelismOptions.Section.Read(written),
            "retention" => RetentionOptions.Section.Read(written),
            "validations" => ValidationRule.Section.Read(written),
            "skip_when_command" => SkipWhenOptions.Section.Read(written),
            "sheets" => ScoreSheet.Section.Read(written),
            "sheet" => SheetOptions.Section.Read(written),
            _ => Score.Section.Read(written),
        };
    }

    /// <summary>The problem of the key itself, when it is written so.</summary>
    public static OptionProblem? Problem(string path, object? value) =>
        Read(path, value).Problems.SingleOrDefault(problem => problem.Path == path);
}
