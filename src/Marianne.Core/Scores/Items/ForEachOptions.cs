using System.Collections;
using Marianne.Collections;
using Marianne.Jobs;
using Marianne.Options;
using Marianne.Policies;
using Marianne.Text;

namespace Marianne.Scores;

/// <summary>
/// What a sheet runs once for: the items of a source. They are found when the sheets that the source depends on are done, and each gets a
/// sheet with a number of its own.
/// </summary>
public sealed record ForEachOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<ForEachOptions> Section { get; } = new("for_each");

    /// <summary>
    /// The items: a list, or a placeholder that stands for a list, such as <c>{find.files}</c> for an output or <c>{files}</c> for a
    /// parameter.
    /// </summary>
    [OneOf]
    public object? In { get; init; }

    /// <summary>
    /// The files whose paths are the items, such as <c>docs/*.md</c> or <c>src/**/*.cs</c>. They are in the workspace, from which the paths
    /// begin.
    /// </summary>
    [OneOf]
    public string? Path { get; init; }

    /// <summary>A command for the platform's shell. The lines of its standard output are the items; empty ones are left out.</summary>
    [OneOf]
    public string? Command { get; init; }

    /// <summary>
    /// Names and lists of values: the items are all combinations of them. Each name is a placeholder, such as <c>{os}</c>.
    /// </summary>
    [OneOf]
    public IReadOnlyDictionary<string, object?>? Matrix
    {
        get;
        init => field = value is null ? null : ReadOnlyMap<string, object?>.Of(value);
    }

    /// <summary>
    /// Conditions for items that are left out, such as <c>{os} == 'windows' and {shell} == 'sh'</c>. One is enough.
    /// </summary>
    [OneOrMore(Pattern = @"^[\s\S]*\S[\s\S]*$", Meaning = "a condition")]
    public IReadOnlyList<string> Exclude { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>The name of the placeholder for the item. A matrix has the names of its lists instead.</summary>
    public string As { get; init; } = "item";

    /// <summary>
    /// The text by which an item is found again when the source has other items, such as <c>{file}</c>. Two items must not have the same.
    /// Default: the item.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>The number of items above which the sheet fails before it has any.</summary>
    [Bounds(AtLeast = 1, AtMost = ItemList.MaximumCount)]
    public int Max { get; init; } = ItemList.MaximumCount;

    /// <summary>
    /// How many items run at the same time, also if <c>parallel</c> is not enabled. Default: <c>max_concurrent</c> of the section
    /// <c>parallel</c>, or 1.
    /// </summary>
    [Bounds(AtLeast = 1, AtMost = 20)]
    public int? Concurrency { get; init; }

    /// <summary>Whether no further items of the sheet are started after one has failed.</summary>
    public bool FailFast { get; init; }

    /// <summary>
    /// Whether the next run of the job starts items again that failed. If not, they run again only if they are chosen, as with
    /// -Only Failed.
    /// </summary>
    public bool RetryFailed { get; init; } = true;

    /// <summary>The names of the placeholders for an item.</summary>
    internal IReadOnlyList<string> Names => Matrix is null ? [As] : [.. Matrix.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Determines whether a placeholder stands for an item or for a property of one, such as <c>pr.number</c>.</summary>
    /// <param name="placeholder">The name of the placeholder.</param>
    internal bool IsOfItem(string placeholder) => Names.Contains(placeholder.Split('.')[0]);

    internal override IEnumerable<OptionProblem> Validate()
    {
        OptionKey[] sources = [.. Section.Keys.Where(key => key.IsOneOf)];
        OptionKey[] present = [.. sources.Where(key => key.ValueOf(this) is not null)];
        if (present.Length != 1)
        {
            string found = present.Length == 0 ? "none" : string.Join(" and ", present.Select(key => key.Name));
            yield return new(
                "", $"for_each must have exactly one of: {string.Join(", ", sources.Select(key => key.Name))}. It has {found}.");
        }

        if (In is { } source && FaultOfIn(source) is { } fault)
            yield return new("in", fault);
        if (string.IsNullOrWhiteSpace(Path ?? "*"))
            yield return new("path", "path is empty. Specify files, such as docs/*.md.");
        if (string.IsNullOrWhiteSpace(Command ?? "true"))
            yield return new("command", "command is empty. Specify a command whose lines are the items.");
        if (Matrix is { Count: 0 })
            yield return new("matrix", "matrix is empty. Specify names and lists of values, such as os: [linux, windows].");
        if (Matrix is not null && As != "item")
            yield return new("as", "A matrix has the placeholders of its names. Remove as.");
        if (Key is not null && string.IsNullOrWhiteSpace(Key))
            yield return new("key", "key is empty. Specify a text with the placeholder of the item, or omit it.");

        foreach (string name in Names.Where(name => !WholeText.Matches(name, SheetName.Pattern)))
        {
            yield return new(
                Matrix is null ? "as" : $"matrix.{name}", $"{OptionValue.Show(name)} is not a valid name. {ParameterOptions.NameAdvice}");
        }

        for (int index = 0; index < Exclude.Count; index++)
        {
            if (WhenCondition.ErrorIn(Exclude[index]) is { } error)
                yield return new(FormattableString.Invariant($"exclude[{index}]"), error);
        }
    }

    private static string? FaultOfIn(object source) => source switch
    {
        string text when PlaceholderText.OnlyNameIn(text) is null =>
            $"in is {OptionValue.Show(text)} but must be a list, or one placeholder that stands for a list, such as {{find.files}}. For "
            + "files, use path instead of in.",
        string or IList => null,
        _ => $"in is {OptionValue.Show(source)} but must be a list, or one placeholder that stands for a list, such as {{find.files}}.",
    };
}
