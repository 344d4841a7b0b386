using CsCheck;
using Marianne.Errors;
using Marianne.Instruments;
using Marianne.Options;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Testing;

/// <summary>Generates valid scores with keys of every kind.</summary>
public static class SampleScores
{
    /// <summary>Texts that are hard to write: words and signs that formats give a meaning, white space, many lines.</summary>
    public static Gen<string> Text { get; } = Gen.OneOf(
        Pick(
            "make all", "yes", "null", "1.5", "- a", "a: b # c", "'", "\"\\", "x\ny", "x\n\n  y\n", " x\n", "x\r\ny\t", "[1]",
            "{workspace}/é",
            "‘curly’", "😀", "a b ", "~", "0x1F", "@here\n'@\n", "=1", "%TAG", "!x", "&a", "*a", "a:", "#", ".", "./x",
            "a\u2028b", "-", "?"),
        Gen.String[Gen.Char['\u0020', '\u007e'], 1, 30].Where(text => !string.IsNullOrWhiteSpace(text)),
        Pick("a", " ", "\n", "\t", "\r", "-", ":", "#", "'", "\"", "\\", "é", "😀", "0", "{", "|", "\u0085", "\uFEFF")
            .Array[1, 12].Select(string.Concat).Where(text => !string.IsNullOrWhiteSpace(text)));

    private static readonly Gen<double> Seconds = Gen.OneOf(
        Gen.Double[0.001, 1e6], Gen.Int[1, 5000].Select(number => (double)number));

    private static readonly Gen<ScoreSheet> Sheet = Gen.Select(
        Gen.Int[0, 2],
        Text,
        Text.Null(),
        Seconds.Nullable(),
        Gen.Dictionary(Gen.String[Gen.Char['A', 'Z'], 1, 5], Text)[0, 3],
        (kind, work, name, timeout, environment) => new ScoreSheet
        {
            Command = kind == 0 ? work : null,
            Prompt = kind == 1 ? work : null,
            Script = kind == 2 ? work : null,
            Name = name,
            TimeoutSeconds = timeout,
            Environment = environment,
            Instrument = kind == 1 && environment.Count == 1 ? "codex" : null,
            Fallback = kind == 1 && environment.Count == 2 ? ["gemini", "local"] : [],
        });

    private static readonly Gen<RetryOptions> Retry = Gen.Select(
        Gen.Int[0, 9], Gen.Double[0.001, 3000].Nullable(), Gen.Bool, (most, wait, jitter) =>
        wait is { } own
            ? new RetryOptions { MaxRetries = most, BaseDelaySeconds = own, Jitter = jitter }
            : new RetryOptions { MaxRetries = most, Jitter = jitter });

    private static readonly Gen<CostLimitOptions> Cost = Gen.Select(
        Gen.Int[1, 99999].Nullable(), Gen.Bool.Nullable(), (cents, enabled) => (cents, enabled) switch
    {
        (null, _) => new CostLimitOptions(),
        (_, null) => new CostLimitOptions { MaxCostPerJob = cents / 100m },
        var (_, on) => new CostLimitOptions { MaxCostPerJob = cents / 100m, Enabled = on.Value },
    });

    private static readonly Gen<ValidationRule> Rule = Gen.Select(
        Gen.Enum<ValidationKind>(), Text, Gen.Int[1, 10], (type, path, stage) => new ValidationRule
        {
            Type = type,
            Path = path,
            Pattern = "a+",
            Command = "true",
            Stage = stage,
            Condition = stage % 2 == 0 ? "sheet_num >= 2 and sheet_num != 5" : null,
        });

    private static readonly Dictionary<string, InstrumentOptions> InstrumentSamples = new()
    {
        ["local"] = new InstrumentOptions
        {
            Extends = "shell",
            Command = new CommandLine("ollama run llama3"),
            ExitCodes = new Dictionary<string, string> { ["41"] = "auth" },
            Messages = [new MessageOptions { Pattern = "out of cookies", Kind = ReadingKind.Quota }],
            Prices = new Dictionary<string, PriceOptions> { ["big*"] = new() { Input = 0.5m } },
        },
        ["own"] = new InstrumentOptions
        {
            Command = new CommandLine(["agent", "-p", "{prompt}"]),
            PromptOn = ["argument", "stdin"],
            Result = new ResultOptions
            {
                Format = ResultForm.Json,
                Text = ["/answer"],
                Usage = UsageTotal.Sum,
                Records = [new RecordOptions { When = new Dictionary<string, object?> { ["/a"] = null, ["/b"] = true, ["/c"] = 1L } }],
            },
            Resume = ["--resume", "{session}"],
        },
    };

    /// <summary>Generates one of some values.</summary>
    public static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>Valid scores.</summary>
    public static Gen<Score> Any { get; } = Gen.Select(
        Text,
        Sheet.Array[1, 6],
        Text.Array[0, 3],
        Retry,
        Cost,
        Rule.Array[0, 3],
        Gen.Int[0, 3],
        (name, sheets, secrets, retry, cost, rules, variant) => new Score
        {
            Name = name,
            Instrument = "claude -p {prompt}",
            Instruments = retry.MaxRetries > 5
                ? new Dictionary<string, InstrumentOptions> { ["claude"] = new() { Model = name.Trim() } }
                : InstrumentSamples,
            Sheets = sheets,
            Secrets = secrets,
            Retry = retry,
            CostLimits = cost,
            Validations = rules,
            RateLimit = variant switch
            {
                0 => new RateLimitOptions { WaitMinutes = 60 },
                1 => new RateLimitOptions { DetectionPatterns = [] },
                _ => new RateLimitOptions(),
            },
            CircuitBreaker = variant switch
            {
                0 => new CircuitBreakerOptions { CrossWorkspaceCoordination = false },
                1 => new CircuitBreakerOptions { HonorOtherJobsRateLimits = false },
                _ => new CircuitBreakerOptions(),
            },
            Sheet = new SheetOptions
            {
                Dependencies = sheets.Length < 2
                    ? new SortedDictionary<int, IReadOnlyCollection<int>>()
                    : new SortedDictionary<int, IReadOnlyCollection<int>> { [2] = [1] },
                SkipWhenCommand = variant == 3
                    ? new SortedDictionary<int, SkipWhenOptions> { [1] = new() { Command = "test -f x", TimeoutSeconds = 3 } }
                    : new SortedDictionary<int, SkipWhenOptions>(),
            },
        });
}
