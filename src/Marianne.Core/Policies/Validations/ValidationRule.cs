using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>A check that must pass before a sheet is Completed.</summary>
public sealed record ValidationRule : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<ValidationRule> Section { get; } = new("validations");

    /// <summary>The type of the check.</summary>
    [Required]
    public ValidationKind? Type { get; init; }

    /// <summary>
    /// The file to check, relative to the workspace. The placeholders <c>{sheet_num}</c>, <c>{workspace}</c> and
    /// <c>{score}</c> are replaced.
    /// </summary>
    [RequiredWhen(
        ValidationKind.FileExists, ValidationKind.FileModified, ValidationKind.ContentContains, ValidationKind.ContentRegex)]
    public string? Path { get; init; }

    /// <summary>
    /// For content_contains, the string that the file must contain. For content_regex, the regular expression that must match;
    /// ^ and $ match at each line.
    /// </summary>
    [RequiredWhen(ValidationKind.ContentContains, ValidationKind.ContentRegex)]
    public string? Pattern { get; init; }

    /// <summary>
    /// The command that must exit with 0. The placeholders <c>{sheet_num}</c>, <c>{workspace}</c> and <c>{score}</c> are
    /// replaced.
    /// </summary>
    [RequiredWhen(ValidationKind.CommandSucceeds)]
    public string? Command { get; init; }

    /// <summary>A description of the rule.</summary>
    public string? Description { get; init; }

    /// <summary>The folder in which the command runs, relative to the workspace. Default: the workspace.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The stage of the rule. It is checked only if all rules of earlier stages passed.</summary>
    [Bounds(AtLeast = 1, AtMost = 10)]
    public int Stage { get; init; } = 1;

    /// <summary>The sheets that the rule applies to, such as <c>sheet_num &gt;= 2 and sheet_num != 5</c>. Default: all.</summary>
    public string? Condition { get; init; }

    /// <summary>The one sheet that the rule applies to, by number. It is ignored if there is a condition.</summary>
    [Bounds(AtLeast = 1)]
    public int? Sheet { get; init; }

    /// <summary>How often a failed check is repeated before the rule fails.</summary>
    [Bounds(AtLeast = 0, AtMost = 10)]
    public int RetryCount { get; init; } = 3;

    /// <summary>The delay before a failed check is repeated, in milliseconds.</summary>
    [Bounds(AtLeast = 0, AtMost = 5000)]
    public int RetryDelayMs { get; init; } = 200;

    /// <summary>The time limit of the check, in seconds. Default: 3600 for a command.</summary>
    [Bounds(Above = 0)]
    public double? TimeoutSeconds { get; init; }

    /// <summary>Determines whether the rule applies to a sheet.</summary>
    /// <param name="position">The position of the sheet in the score, from 1.</param>
    public bool IsFor(int position) => Condition is { } text
        ? SheetCondition.Parse(text).Includes(position)
        : Sheet is null || Sheet == position;

    /// <summary>Returns the description, or the type, path and pattern if there is none.</summary>
    public override string ToString() =>
        Description ?? $"{OptionValue.Show(Type)} {Path ?? Command} {Pattern}".TrimEnd();

    internal override IEnumerable<OptionProblem> Validate()
    {
        if (Type is not { } type)
            yield break;

        string typeName = OptionValue.WordOf(type);
        foreach (OptionKey key in Section.Keys.Where(key => key.RequiredWhen.Contains(typeName) && IsBlank(key)))
            yield return new(key.Name, $"{key.Name} is missing. {typeName} needs {Requirement(key.Name, type)}.");

        if (type == ValidationKind.ContentRegex && Pattern is { Length: > 0 } pattern && ErrorIn(pattern) is { } error)
        {
            yield return new(
                "pattern",
                $"{OptionValue.Show(pattern)} is not a valid regular expression: {error} Correct it, or use content_contains.");
        }

        if (Condition is not null && SheetCondition.ErrorIn(Condition) is { } invalid)
            yield return new("condition", invalid);
    }

    private static string Requirement(string key, ValidationKind type) => key switch
    {
        "path" => "the path of a file",
        "command" => "a command",
        _ => type == ValidationKind.ContentRegex ? "a regular expression" : "a string",
    };

    // A pattern may be white space. A path or a command may not.
    private bool IsBlank(OptionKey key) =>
        key.ValueOf(this) is not string text || (key.Name == "pattern" ? text.Length == 0 : string.IsNullOrWhiteSpace(text));

    /// <summary>Compiles a pattern of content_regex.</summary>
    /// <exception cref="ArgumentException">The pattern is not a valid regular expression.</exception>
    internal static Regex Compile(string pattern, TimeSpan? timeLimit = null) =>
        PatternLimit.Compile(
            pattern, RegexOptions.Multiline | RegexOptions.CultureInvariant, timeLimit ?? Regex.InfiniteMatchTimeout);

    private static string? ErrorIn(string pattern)
    {
        try
        {
            _ = Compile(pattern);
            return null;
        }
        catch (ArgumentException error)
        {
            return error.Message;
        }
    }
}
