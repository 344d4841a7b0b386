using Marianne.Options;
using Marianne.Text;

namespace Marianne.Scores;

/// <summary>What one sheet does: it has a command, a prompt or a script.</summary>
public sealed record ScoreSheet : OptionSet
{
    private const int LongestText = 60;

    /// <summary>The section and its keys.</summary>
    public static OptionSection<ScoreSheet> Section { get; } = new("sheets");

    /// <summary>Its name. Default: its number.</summary>
    public string? Name { get; init; }

    /// <summary>A command for the platform's shell; <c>{sheet_num}</c> and <c>{workspace}</c> expand.</summary>
    [OneOf]
    public string? Command { get; init; }

    /// <summary>What is given to the instrument: a file, or the text itself. It needs an instrument.</summary>
    [OneOf]
    public string? Prompt { get; init; }

    /// <summary>PowerShell: a file whose name ends in .ps1, or the code itself.</summary>
    [OneOf]
    public string? Script { get; init; }

    /// <summary>How long it may take, in seconds. Default: what the section <c>sheet</c> says.</summary>
    [Bounds(Above = 0)]
    public double? TimeoutSeconds { get; init; }

    /// <summary>Variables of its environment, by name.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether its script is a file: one line that ends in .ps1.</summary>
    public bool HasScriptFile =>
        Script is { } script && !script.Contains('\n') && script.TrimEnd().EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);

    /// <summary>Its name, else the first line of what it does.</summary>
    public override string ToString()
    {
        string text = (Name ?? Command ?? Prompt ?? Script ?? "").Trim();
        string line = text.Split('\n')[0].TrimEnd();
        return TextTruncation.Shorten(line, LongestText);
    }

    internal override IEnumerable<OptionProblem> Conflicts()
    {
        OptionKey[] works = [.. Section.Keys.Where(key => key.IsOneOf)];
        OptionKey[] given = [.. works.Where(key => key.ValueOf(this) is not null)];
        if (given is not [var work])
        {
            string what = given.Length == 0 ? "nothing to do" : $"{string.Join(" and ", given.Select(key => key.Name))} at once";
            yield return new("", $"The sheet has {what}. Give it one of: {string.Join(", ", works.Select(key => key.Name))}.");
        }
        else if (string.IsNullOrWhiteSpace((string?)work.ValueOf(this)))
        {
            yield return new(work.Name, $"{work.Name} is empty. Write what the sheet is to do.");
        }

        if (Name is not null && string.IsNullOrWhiteSpace(Name))
            yield return new("name", "name is empty. Write one, or leave it out: the sheet has its number then.");

        foreach (string name in Environment.Keys.Where(name => name.Length == 0 || name.Contains('=') || name.Contains('\0')))
        {
            yield return new(
                $"environment.{name}", $"{OptionValue.Show(name)} cannot be the name of an environment variable. Mend it.")
            {
                IsOfKey = true,
            };
        }
    }
}
