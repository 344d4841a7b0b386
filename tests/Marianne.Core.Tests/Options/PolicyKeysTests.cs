using System.Globalization;
using Marianne.Options;
using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Options;

public sealed class PolicyKeysTests
{
    private const double None = double.NaN;

    /// <summary>Every key with a range: its default, values at the bounds, and values just beyond them.</summary>
    public static TheoryData<string, double, double[], double[]> Numbers => new()
    {
        { "score.priority", 0, [-100, 100], [-101, 101] },
        { "retry.max_retries", 3, [0, int.MaxValue], [-1] },
        { "retry.max_takeovers", 3, [0, int.MaxValue], [-1] },
        { "retry.base_delay_seconds", 10, [0.001, 3600], [0, -1] },
        { "retry.max_delay_seconds", 3600, [10, 1e300], [0] },
        { "retry.exponential_base", 2, [1.001, 1e9], [1, 0.5] },
        { "retry.max_completion_attempts", 5, [0], [-1] },
        { "retry.completion_delay_seconds", 5, [0, 1e6], [-0.001] },
        { "retry.completion_threshold_percent", 50, [0.001, 100], [0, 100.001] },
        { "rate_limit.wait_minutes", 60, [1, int.MaxValue], [0] },
        { "rate_limit.max_waits", 24, [1], [0] },
        { "rate_limit.max_quota_waits", 48, [1], [0] },
        { "learning.penalty_seconds", 30, [0, 1e6], [-0.001] },
        { "learning.seconds_per_dollar", 600, [0.001, 1e9], [0] },
        { "learning.failure_budget", 0.5, [0.001, 10], [0, 10.001] },
        { "circuit_breaker.failure_threshold", 5, [1, 100], [0, 101] },
        { "circuit_breaker.recovery_timeout_seconds", 300, [0.001, 3600], [0, 3600.001] },
        { "cost_limits.max_cost_per_sheet", None, [0.001, 1e9], [0, -1] },
        { "cost_limits.max_cost_per_job", None, [0.001, 1e9], [0, -1] },
        { "cost_limits.cost_per_1k_input_tokens", 0.003, [0.001], [0] },
        { "cost_limits.cost_per_1k_output_tokens", 0.015, [0.001], [0] },
        { "cost_limits.cost_per_1k_cache_read_tokens", None, [0, 0.001], [-0.001] },
        { "cost_limits.cost_per_1k_cache_write_tokens", None, [0, 0.001], [-0.001] },
        { "cost_limits.warn_at_percent", 80, [0.001, 100], [0, 100.001] },
        { "stale_detection.idle_timeout_seconds", 300, [30.001, 1e9], [0] },
        { "stale_detection.check_interval_seconds", 30, [0.001, 299], [0] },
        { "preflight.token_warning_threshold", 50_000, [0, 149_999], [-1] },
        { "preflight.token_error_threshold", 150_000, [0, 50_001], [-1] },
        { "parallel.max_concurrent", 3, [1, 20], [0, 21] },
        { "parallel.stagger_delay_ms", 0, [0, 5000], [-1, 5001] },
        { "retention.keep", None, [0, int.MaxValue], [-1] },
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
        { "learning.obey_named_times", true },
        { "learning.never_before_static", false },
        { "cost_limits.enabled", false },
        { "stale_detection.enabled", false },
        { "parallel.enabled", false },
        { "parallel.fail_fast", true },
        { "parallel.budget_partition", true },
        { "sheets.allow_failure", false },
    };

    /// <summary>Every key that is a string, and whether it is required.</summary>
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
        { "sheets.instrument", false },
        { "sheets.service", false },
        { "sheets.when", false },
        { "sheets.limit", false },
        { "score.name", true },
        { "score.description", false },
        { "score.workspace", false },
        { "score.instrument", false },
        { "score.service", false },
    };

    /// <summary>The keys of other kinds, which have tests of their own.</summary>
    private static readonly string[] Others =
    [
        "rate_limit.detection_patterns", "validations.type", "sheets.environment", "sheets.outputs", "sheet.dependencies",
        "sheet.skip_when_command", "score.sheets", "score.secrets", "score.tags", "sheets.fallback", "sheets.needs",
        "sheets.needs_result", "score.instruments", "score.parameters",
        "learning.strategy", "learning.give_up_after", "retention.completed", "retention.failed", "retention.cancelled",
    ];

    /// <summary>The keys of a score that are sections; their keys are above.</summary>
    private static readonly string[] Parts =
    [
        "score.sheet", "score.retry", "score.rate_limit", "score.learning", "score.circuit_breaker", "score.cost_limits", "score.stale_detection",
        "score.preflight", "score.parallel", "score.retention",
        "score.validations", "sheets.retry", "sheets.rate_limit", "sheets.approval", "sheets.for_each",
    ];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_has_its_default_and_its_range(string path, double defaultValue, double[] valid, double[] invalid)
    {
        Assert.Equal(
            double.IsNaN(defaultValue) ? null : defaultValue,
            Written.Key(path).Default is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : (double?)null);

        foreach (double number in valid)
            Assert.Empty(Written.Read(path, number).Problems);
        foreach (double number in invalid)
        {
            OptionProblem problem = Assert.Single(Written.Read(path, number).Problems, problem => problem.Path == path);
            string key = path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..];
            Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{key} is {number} but must be "), problem.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_is_neither_a_string_nor_infinite(string path, double defaultValue, double[] valid, double[] invalid)
    {
        _ = (defaultValue, valid, invalid);
        Assert.Single(Written.Read(path, "3").Problems, problem => problem.Path == path);
        Assert.Contains(Written.Read(path, double.PositiveInfinity).Problems, problem => problem.Path == path);
        Assert.Contains(Written.Read(path, double.NaN).Problems, problem => problem.Path == path);
        Assert.Contains(Written.Read(path, true).Problems, problem => problem.Path == path);
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_switch_has_its_default_and_is_true_or_false(string path, bool defaultValue)
    {
        Assert.Equal(defaultValue, Written.Key(path).Default);
        Assert.Equal(
            $"{path}: {path.Split('.')[1]} is 'yes' but must be true or false. "
            + $"Omit it to use the default, {(defaultValue ? "true" : "false")}.",
            Assert.Single(Written.Read(path, "yes").Problems).ToString());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_string_can_be_omitted_unless_it_is_required(string path, bool isRequired)
    {
        string key = path.Split('.')[1];
        Assert.Equal((isRequired, isRequired ? "" : null), (Written.Key(path).IsRequired, Written.Key(path).Default));
        Assert.Equal(
            $"{key} is 3 but must be a string. Put strings in quotes.", Written.Problem(path, 3)?.Message);
        Assert.StartsWith($"{key} is 'a\\u0000' but must be a string.", Written.Problem(path, "a\0")!.Message);
        if (isRequired)
        {
            Assert.Equal($"{key} is missing. It must be a string.", Written.Problem(path, null)!.Message);
            Assert.Equal($"{key} is missing. It must be a string.", Written.Problem(path, " ")!.Message);
        }
    }

    [Theory]
    [InlineData("file_exists")]
    [InlineData("file_modified")]
    [InlineData("content_contains")]
    [InlineData("content_regex")]
    [InlineData("command_succeeds")]
    public void A_rule_has_a_type(string type) => Assert.Null(Written.Problem("validations.type", type));

    [Fact]
    public void The_nearest_type_is_suggested_for_an_unknown_one()
    {
        const string Types = "one of file_exists, file_modified, content_contains, content_regex, command_succeeds";
        Assert.Equal(
            $"type is 'file_exist' but must be {Types}. Did you mean file_exists?",
            Written.Problem("validations.type", "file_exist")!.Message);
        Assert.Equal($"type is missing. It must be {Types}.", Written.Problem("validations.type", null)!.Message);
    }

    [Theory]
    [InlineData("recovery_curve")]
    [InlineData("compatible")]
    [InlineData("off")]
    public void Waits_are_learned_in_one_of_these_ways(string strategy) => Assert.Null(Written.Problem("learning.strategy", strategy));

    [Fact]
    public void Another_way_to_learn_waits_is_refused() => Assert.Equal(
        "strategy is 'curve' but must be one of recovery_curve, compatible, off. Omit it to use the default, recovery_curve.",
        Written.Problem("learning.strategy", "curve")!.Message);

    [Theory]
    [InlineData(90, 90)]
    [InlineData(0.5, 0.5)]
    [InlineData("90", 90)]
    [InlineData("1h30m", 5400)]
    [InlineData("7d", 604_800)]
    public void A_duration_is_a_number_of_seconds_or_has_units(object value, double seconds)
    {
        (OptionSet options, IReadOnlyList<OptionProblem> problems) = Written.Read("learning.give_up_after", value);

        Assert.Empty(problems);
        Assert.Equal(seconds, ((LearningOptions)options).GiveUpAfter.TotalSeconds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData("0s")]
    [InlineData("never")]
    [InlineData("1 week")]
    [InlineData(1e300)]
    [InlineData(true)]
    public void Another_duration_is_refused(object value) => Assert.EndsWith(
        " but must be a number of seconds, or a duration such as 30s, 10m, 2h or 7d, above 0. Omit it to use the default, 7d.",
        Written.Problem("learning.give_up_after", value)!.Message);

    [Fact]
    public void A_score_has_sheets_but_at_most_ten_thousand()
    {
        object[] sheets = [.. Enumerable.Repeat(new Dictionary<string, object?> { ["command"] = "true" }, 10_001)];

        Assert.Empty(Written.Read("score.sheets", sheets[..10_000]).Problems);
        Assert.Equal("sheets has 10001 items, but at most 10000 are allowed.", Written.Problem("score.sheets", sheets)!.Message);
        Assert.Equal(
            "sheets is missing. It must be a list of maps, at least 1 and at most 10000 items.",
            Written.Problem("score.sheets", Array.Empty<object>())!.Message);
    }

    [Fact]
    public void Tags_are_words()
    {
        Assert.Empty(Written.Read("score.tags", new object[] { "ops", "week 7" }).Problems);
        Assert.NotNull(Written.Problem("score.tags", "ops"));
        Assert.Equal("score.tags[0]", Assert.Single(Written.Read("score.tags", new object[] { "a\nb" }).Problems).Path);
        Assert.Equal("score.tags", Assert.Single(Written.Read("score.tags", Enumerable.Range(0, 101).Select(i => (object)$"{i}").ToArray()).Problems).Path);
    }

    [Fact]
    public void Secrets_and_environment_are_strings()
    {
        Assert.Empty(Written.Read("score.secrets", new object[] { "TOKEN" }).Problems);
        Assert.NotNull(Written.Problem("score.secrets", "TOKEN"));
        Assert.Empty(Written.Read("sheets.environment", new Dictionary<string, object?> { ["A"] = "1" }).Problems);
        Assert.Equal(
            "sheets.environment.A",
            Assert.Single(Written.Read("sheets.environment", new Dictionary<string, object?> { ["A"] = 1 }).Problems).Path);
        Assert.Equal(
            "'A=B' is not a valid name of an environment variable. Correct it.",
            Written.Read("sheets.environment", new Dictionary<string, object?> { ["A=B"] = "1" }).Problems
                .Single(problem => problem.Path.StartsWith("sheets.environment", StringComparison.Ordinal)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void The_name_of_a_sheet_is_not_blank(string name) => Assert.Equal(
        "name is empty. Specify a name, or omit the key to use the sheet's number.",
            Written.Problem("sheets.name", name)!.Message);

    [Fact]
    public void Keys_of_sheets_are_sheet_numbers()
    {
        Assert.Empty(Written.Read("sheet.dependencies", new Dictionary<string, object?> { ["2"] = new object[] { 1 } }).Problems);
        Assert.Equal(
            "sheet.dependencies.two",
            Assert.Single(Written.Read(
                "sheet.dependencies", new Dictionary<string, object?> { ["two"] = new object[] { 1 } }).Problems).Path);

        Dictionary<string, object?> command = new() { ["command"] = "true" };
        Assert.Empty(Written.Read("sheet.skip_when_command", new Dictionary<string, object?> { ["2"] = command }).Problems);
        Assert.Equal(
            "sheet.skip_when_command.two: 'two' is not a valid sheet number. Sheets are numbered from 1.",
            Assert.Single(Written.Read("sheet.skip_when_command", new Dictionary<string, object?> { ["two"] = command }).Problems)
                .ToString());
    }

    [Fact]
    public void A_section_of_a_score_is_a_map() => Assert.All(Parts, path => Assert.Equal(
        path == "score.validations" ? OptionValueKind.SectionList : OptionValueKind.Section, Written.Key(path).Kind));

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
    public void The_message_names_the_value_the_range_and_the_default() => Assert.Equal(
        "parallel.max_concurrent: max_concurrent is 21 but must be a whole number, at least 1 and at most 20. "
        + "Omit it to use the default, 3.",
        Assert.Single(Written.Read("parallel.max_concurrent", 21).Problems).ToString());

    [Fact]
    public void A_whole_number_has_no_fraction()
    {
        Assert.Single(Written.Read("retry.max_retries", 2.5).Problems);
        Assert.Single(Written.Read("retry.max_retries", 3e9).Problems);
        Assert.Empty(Written.Read("retry.max_retries", 2.0).Problems);
        Assert.Empty(Written.Read("retry.max_retries", 2L).Problems);
    }

    [Fact]
    public void Null_is_invalid_unless_the_key_is_optional()
    {
        Assert.Equal(
            "max_retries is null but must be a whole number, at least 0. Omit it to use the default, 3.",
            Assert.Single(Written.Read("retry.max_retries", null).Problems).Message);
        Assert.Empty(Written.Read("cost_limits.max_cost_per_job", null).Problems);
    }

    [Fact]
    public void Patterns_are_a_list_of_strings()
    {
        const string Path = "rate_limit.detection_patterns";
        Assert.Empty((IReadOnlyList<string>)Written.Key(Path).Default!);
        Assert.Equal(["a", "b"], ((RateLimitOptions)Written.Read(Path, new object[] { "a", "b" }).Options).DetectionPatterns);
        Assert.Single(Written.Read(Path, "quota").Problems);
        Assert.Single(Written.Read(Path, new object[] { "quota", 429 }).Problems);
    }
}
