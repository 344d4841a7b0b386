using System.Globalization;
using Marianne.Options;
using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Options;

public sealed class PolicyKeysTests
{
    private const double None = double.NaN;

    /// <summary>Every key with a range: its default, a value at each bound, and one just beyond each.</summary>
    public static TheoryData<string, double, double[], double[]> Numbers => new()
    {
        { "retry.max_retries", 3, [0, int.MaxValue], [-1] },
        { "retry.base_delay_seconds", 10, [0.001, 3600], [0, -1] },
        { "retry.max_delay_seconds", 3600, [10, 1e300], [0] },
        { "retry.exponential_base", 2, [1.001, 1e9], [1, 0.5] },
        { "retry.max_completion_attempts", 5, [0], [-1] },
        { "retry.completion_delay_seconds", 5, [0, 1e6], [-0.001] },
        { "retry.completion_threshold_percent", 50, [0.001, 100], [0, 100.001] },
        { "rate_limit.wait_minutes", 60, [1, int.MaxValue], [0] },
        { "rate_limit.max_waits", 24, [1], [0] },
        { "rate_limit.max_quota_waits", 48, [1], [0] },
        { "circuit_breaker.failure_threshold", 5, [1, 100], [0, 101] },
        { "circuit_breaker.recovery_timeout_seconds", 300, [0.001, 3600], [0, 3600.001] },
        { "cost_limits.max_cost_per_sheet", None, [0.001, 1e9], [0, -1] },
        { "cost_limits.max_cost_per_job", None, [0.001, 1e9], [0, -1] },
        { "cost_limits.cost_per_1k_input_tokens", 0.003, [0.001], [0] },
        { "cost_limits.cost_per_1k_output_tokens", 0.015, [0.001], [0] },
        { "cost_limits.warn_at_percent", 80, [0.001, 100], [0, 100.001] },
        { "stale_detection.idle_timeout_seconds", 300, [30.001, 1e9], [0] },
        { "stale_detection.check_interval_seconds", 30, [0.001, 299], [0] },
        { "preflight.token_warning_threshold", 50_000, [0, 149_999], [-1] },
        { "preflight.token_error_threshold", 150_000, [0, 50_001], [-1] },
        { "parallel.max_concurrent", 3, [1, 20], [0, 21] },
        { "parallel.stagger_delay_ms", 0, [0, 5000], [-1, 5001] },
        { "validations.stage", 1, [1, 10], [0, 11] },
        { "validations.sheet", None, [1, int.MaxValue], [0, -1] },
        { "validations.retry_count", 3, [0, 10], [-1, 11] },
        { "validations.retry_delay_ms", 200, [0, 5000], [-1, 5001] },
        { "validations.timeout_seconds", None, [0.001, 1e9], [0, -1] },
        { "skip_when_command.timeout_seconds", 10, [0.001, 60], [0, 60.001] },
        { "sheets.timeout_seconds", None, [0.001, 1e9], [0, -1] },
        { "sheet.timeout_seconds", 1800, [0.001, 1e9], [0, -1] },
    };

    public static TheoryData<string, bool> Switches => new()
    {
        { "retry.jitter", true },
        { "circuit_breaker.enabled", true },
        { "circuit_breaker.cross_workspace_coordination", true },
        { "circuit_breaker.honor_other_jobs_rate_limits", true },
        { "cost_limits.enabled", false },
        { "stale_detection.enabled", false },
        { "parallel.enabled", false },
        { "parallel.fail_fast", true },
        { "parallel.budget_partition", true },
    };

    /// <summary>Every key that is a text, and whether it must be written.</summary>
    public static TheoryData<string, bool> Texts => new()
    {
        { "validations.path", false },
        { "validations.pattern", false },
        { "validations.command", false },
        { "validations.description", false },
        { "validations.working_directory", false },
        { "validations.condition", false },
        { "skip_when_command.command", true },
        { "skip_when_command.description", false },
        { "sheets.name", false },
        { "sheets.command", false },
        { "sheets.prompt", false },
        { "sheets.script", false },
        { "score.name", true },
        { "score.description", false },
        { "score.workspace", false },
        { "score.instrument", false },
    };

    /// <summary>The keys of other kinds; what they take is tested one by one.</summary>
    private static readonly string[] Others =
    [
        "rate_limit.detection_patterns", "validations.type", "sheets.environment", "sheet.dependencies",
        "sheet.skip_when_command", "score.sheets", "score.secrets",
    ];

    /// <summary>The keys of a score that have keys of their own, each a section above.</summary>
    private static readonly string[] Parts =
    [
        "score.sheet", "score.retry", "score.rate_limit", "score.circuit_breaker", "score.cost_limits", "score.stale_detection",
        "score.preflight", "score.parallel", "score.validations",
    ];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_has_its_default_and_its_range(string path, double standard, double[] good, double[] bad)
    {
        Assert.Equal(
            double.IsNaN(standard) ? null : standard,
            Written.Key(path).Default is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : (double?)null);

        foreach (double number in good)
            Assert.Empty(Written.Read(path, number).Problems);
        foreach (double number in bad)
        {
            OptionProblem problem = Assert.Single(Written.Read(path, number).Problems, problem => problem.Path == path);
            string key = path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..];
            Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{key} is {number}, and must be "), problem.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_takes_no_text_and_nothing_infinite(string path, double standard, double[] good, double[] bad)
    {
        _ = (standard, good, bad);
        Assert.Single(Written.Read(path, "3").Problems, problem => problem.Path == path);
        Assert.Contains(Written.Read(path, double.PositiveInfinity).Problems, problem => problem.Path == path);
        Assert.Contains(Written.Read(path, double.NaN).Problems, problem => problem.Path == path);
        Assert.Contains(Written.Read(path, true).Problems, problem => problem.Path == path);
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_switch_has_its_default_and_takes_nothing_but_true_and_false(string path, bool standard)
    {
        Assert.Equal(standard, Written.Key(path).Default);
        Assert.Equal(
            $"{path}: {path.Split('.')[1]} is 'yes', and must be true or false. "
            + $"Leave it out for {(standard ? "true" : "false")}.",
            Assert.Single(Written.Read(path, "yes").Problems).ToString());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_may_be_left_out_unless_it_is_required(string path, bool isRequired)
    {
        string key = path.Split('.')[1];
        Assert.Equal((isRequired, isRequired ? "" : null), (Written.Key(path).IsRequired, Written.Key(path).Default));
        Assert.Equal(
            $"{key} is 3, and must be a text. Put what is meant as text in quotes.", Written.Problem(path, 3)?.Message);
        Assert.StartsWith($"{key} is 'a\\u0000', and must be a text.", Written.Problem(path, "a\0")!.Message);
        if (isRequired)
        {
            Assert.Equal($"{key} is missing, and must be a text.", Written.Problem(path, null)!.Message);
            Assert.Equal($"{key} is missing, and must be a text.", Written.Problem(path, " ")!.Message);
        }
    }

    [Theory]
    [InlineData("file_exists")]
    [InlineData("file_modified")]
    [InlineData("content_contains")]
    [InlineData("content_regex")]
    [InlineData("command_succeeds")]
    public void A_rule_is_of_a_type(string type) => Assert.Null(Written.Problem("validations.type", type));

    [Fact]
    public void A_type_that_there_is_not_is_answered_with_the_nearest()
    {
        const string Types = "one of file_exists, file_modified, content_contains, content_regex, command_succeeds";
        Assert.Equal(
            $"type is 'file_exist', and must be {Types}. Did you mean file_exists?",
            Written.Problem("validations.type", "file_exist")!.Message);
        Assert.Equal($"type is missing, and must be {Types}.", Written.Problem("validations.type", null)!.Message);
    }

    [Fact]
    public void A_score_has_sheets_but_not_too_many()
    {
        object[] sheets = [.. Enumerable.Repeat(new Dictionary<string, object?> { ["command"] = "true" }, 10_001)];

        Assert.Empty(Written.Read("score.sheets", sheets[..10_000]).Problems);
        Assert.Equal("sheets has 10001 items, and may have at most 10000.", Written.Problem("score.sheets", sheets)!.Message);
        Assert.Equal(
            "sheets is missing, and must be a list of keys and values, at least 1 and at most 10000 items.",
            Written.Problem("score.sheets", Array.Empty<object>())!.Message);
    }

    [Fact]
    public void Secrets_and_environment_are_texts()
    {
        Assert.Empty(Written.Read("score.secrets", new object[] { "TOKEN" }).Problems);
        Assert.NotNull(Written.Problem("score.secrets", "TOKEN"));
        Assert.Empty(Written.Read("sheets.environment", new Dictionary<string, object?> { ["A"] = "1" }).Problems);
        Assert.Equal(
            "sheets.environment.A",
            Assert.Single(Written.Read("sheets.environment", new Dictionary<string, object?> { ["A"] = 1 }).Problems).Path);
        Assert.Equal(
            "'A=B' cannot be the name of an environment variable. Mend it.",
            Written.Read("sheets.environment", new Dictionary<string, object?> { ["A=B"] = "1" }).Problems
                .Single(problem => problem.Path.StartsWith("sheets.environment", StringComparison.Ordinal)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_sheet_has_a_name_or_none(string name) => Assert.Equal(
        "name is empty. Write one, or leave it out: the sheet has its number then.", Written.Problem("sheets.name", name)!.Message);

    [Fact]
    public void Sheets_by_number_need_numbers()
    {
        Assert.Empty(Written.Read("sheet.dependencies", new Dictionary<string, object?> { ["2"] = new object[] { 1 } }).Problems);
        Assert.Equal(
            "sheet.dependencies.two",
            Assert.Single(Written.Read(
                "sheet.dependencies", new Dictionary<string, object?> { ["two"] = new object[] { 1 } }).Problems).Path);

        Dictionary<string, object?> command = new() { ["command"] = "true" };
        Assert.Empty(Written.Read("sheet.skip_when_command", new Dictionary<string, object?> { ["2"] = command }).Problems);
        Assert.Equal(
            "sheet.skip_when_command.two: 'two' is no number of a sheet. Write the number, from 1.",
            Assert.Single(Written.Read("sheet.skip_when_command", new Dictionary<string, object?> { ["two"] = command }).Problems)
                .ToString());
    }

    [Fact]
    public void A_section_of_a_score_is_keys_and_values() => Assert.All(Parts, path => Assert.Equal(
        path == "score.validations" ? OptionValueKind.Sections : OptionValueKind.Section, Written.Key(path).Kind));

    [Fact]
    public void Every_key_is_tested_here()
    {
        string[] tested =
        [
            .. Numbers.Select(row => row.Data.Item1), .. Switches.Select(row => row.Data.Item1),
            .. Texts.Select(row => row.Data.Item1), .. Others, .. Parts,
        ];
        IEnumerable<string> known = Written.Sections
            .SelectMany(section => section.Keys.Select(key => $"{section.Name}.{key.Name}"));

        Assert.Equal(known.Order(), tested.Order());
    }

    [Fact]
    public void The_message_says_the_value_the_range_and_the_way_out() => Assert.Equal(
        "parallel.max_concurrent: max_concurrent is 21, and must be a whole number, at least 1 and at most 20. "
        + "Leave it out for 3.",
        Assert.Single(Written.Read("parallel.max_concurrent", 21).Problems).ToString());

    [Fact]
    public void A_whole_number_takes_no_fraction()
    {
        Assert.Single(Written.Read("retry.max_retries", 2.5).Problems);
        Assert.Single(Written.Read("retry.max_retries", 3e9).Problems);
        Assert.Empty(Written.Read("retry.max_retries", 2.0).Problems);
        Assert.Empty(Written.Read("retry.max_retries", 2L).Problems);
    }

    [Fact]
    public void Nothing_is_no_value_unless_the_key_may_be_empty()
    {
        Assert.Equal(
            "max_retries is nothing, and must be a whole number, at least 0. Leave it out for 3.",
            Assert.Single(Written.Read("retry.max_retries", null).Problems).Message);
        Assert.Empty(Written.Read("cost_limits.max_cost_per_job", null).Problems);
    }

    [Fact]
    public void Patterns_are_a_list_of_texts()
    {
        const string Path = "rate_limit.detection_patterns";
        Assert.Equal(
            ["rate.?limit", "usage.?limit", "quota", "too many requests", "429", "capacity", "try again later"],
            (IReadOnlyList<string>)Written.Key(Path).Default!);
        Assert.Equal(["a", "b"], ((RateLimitOptions)Written.Read(Path, new object[] { "a", "b" }).Options).DetectionPatterns);
        Assert.Single(Written.Read(Path, "quota").Problems);
        Assert.Single(Written.Read(Path, new object[] { "quota", 429 }).Problems);
    }
}
