using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>What must be true after a sheet for it to be done.</summary>
public sealed record ValidationRule : OptionSet
{
    /// <summary>The section and its keys.</summary>
    public static OptionSection<ValidationRule> Section { get; } = new("validations");

    /// <summary>What it looks at.</summary>
    [Required]
    public ValidationKind? Type { get; init; }

    /// <summary>The file that it looks at, relative to the workspace; <c>{sheet_num}</c> and <c>{workspace}</c> expand.</summary>
    [RequiredWhen(
        ValidationKind.FileExists, ValidationKind.FileModified, ValidationKind.ContentContains, ValidationKind.ContentRegex)]
    public string? Path { get; init; }

    /// <summary>The text that the file contains, or the regular expression that matches in it, over many lines.</summary>
    [RequiredWhen(ValidationKind.ContentContains, ValidationKind.ContentRegex)]
    public string? Pattern { get; init; }

    /// <summary>The command that exits with 0; <c>{sheet_num}</c> and <c>{workspace}</c> expand.</summary>
    [RequiredWhen(ValidationKind.CommandSucceeds)]
    public string? Command { get; init; }

    /// <summary>What the rule is for.</summary>
    public string? Description { get; init; }

    /// <summary>Where the command runs, relative to the workspace. Default: the workspace.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Rules of a later stage are checked only when all of the earlier ones passed.</summary>
    [Bounds(AtLeast = 1, AtMost = 10)]
    public int Stage { get; init; } = 1;

    /// <summary>For which sheets it is, such as <c>sheet_num &gt;= 2 and sheet_num != 5</c>. Default: for all.</summary>
    public string? Condition { get; init; }

    /// <summary>The one sheet that it is for, when no condition is given.</summary>
    [Bounds(AtLeast = 1)]
    public int? Sheet { get; init; }

    /// <summary>How often a check that failed is made again before it counts.</summary>
    [Bounds(AtLeast = 0, AtMost = 10)]
    public int RetryCount { get; init; } = 3;

    /// <summary>How long after a check that failed it is made again, in milliseconds.</summary>
    [Bounds(AtLeast = 0, AtMost = 5000)]
    public int RetryDelayMs { get; init; } = 200;

    /// <summary>How long the check may take, in seconds. Default: 3600 for a command.</summary>
    [Bounds(Above = 0)]
    public double? TimeoutSeconds { get; init; }

    /// <summary>Whether it is for a sheet.</summary>
    public bool IsFor(int sheet) => Condition is { } text
        ? SheetCondition.Parse(text).Includes(sheet)
        : Sheet is null || Sheet == sheet;

    /// <summary>What the rule is for, in a few words, whether or not somebody said so.</summary>
    public override string ToString() =>
        Description ?? $"{OptionValue.Show(Type)} {Path ?? Command} {Pattern}".TrimEnd();

    internal override IEnumerable<OptionProblem> Conflicts()
    {
        if (Type is not { } type)
            yield break;

        string word = OptionValue.Show(type);
        foreach (OptionKey key in Section.Keys.Where(key => key.NeededFor.Contains(word) && IsBlank(key)))
            yield return new(key.Name, $"{key.Name} is missing: {word} needs {WhatIs(key.Name, type)}.");

        if (type == ValidationKind.ContentRegex && Pattern is { Length: > 0 } pattern && Refuse(pattern) is { } why)
        {
            string shown = OptionValue.Show(pattern);
            yield return new("pattern", $"{shown} is no regular expression: {why} Mend it, or use content_contains.");
        }

        if (Condition is not null && SheetCondition.Refuse(Condition) is { } wrong)
            yield return new("condition", wrong);
    }

    private static string WhatIs(string key, ValidationKind type) => key switch
    {
        "path" => "the path of a file",
        "command" => "a command",
        _ => type == ValidationKind.ContentRegex ? "a regular expression" : "a text",
    };

    // A file may have to contain a space; nothing can be looked for in it, and no path and no command is blank.
    private bool IsBlank(OptionKey key) =>
        key.ValueOf(this) is not string text || (key.Name == "pattern" ? text.Length == 0 : string.IsNullOrWhiteSpace(text));

    /// <summary>A pattern of content_regex as it is searched for.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    internal static Regex Compile(string pattern, TimeSpan? timeLimit = null) =>
        new(pattern, RegexOptions.Multiline | RegexOptions.CultureInvariant, timeLimit ?? Regex.InfiniteMatchTimeout);

    private static string? Refuse(string pattern)
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
