using Marianne.Jobs;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>An output of a sheet that is read from a file after its attempt succeeded.</summary>
public sealed record SheetOutputOptions : OptionSet
{
    /// <summary>The regular expression that the name of an output must match.</summary>
    internal const string NamePattern = OutputName.Pattern;

    /// <summary>What the name of an output must be, in words.</summary>
    internal const string NameAdvice = "Use at most 100 letters, digits, '_' and '-', beginning with a letter or '_'.";

    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<SheetOutputOptions> Section { get; } = new("outputs");

    /// <summary>The file whose lines are the output, as a list of texts. A relative path begins at the workspace.</summary>
    [OneOf]
    public string? Lines { get; init; }

    /// <summary>The file whose JSON is the output. A relative path begins at the workspace.</summary>
    [OneOf]
    public string? Json { get; init; }

    /// <summary>The file whose text is the output. A relative path begins at the workspace.</summary>
    [OneOf]
    public string? Text { get; init; }

    /// <summary>The path of the file, as it is written.</summary>
    public string Path => Lines ?? Json ?? Text ?? "";

    internal override IEnumerable<OptionProblem> Validate()
    {
        string?[] paths = [Lines, Json, Text];
        int count = paths.Count(path => path is not null);
        if (count != 1)
        {
            yield return new(
                "", $"The output must have exactly one of: lines, json, text. It has {(count == 0 ? "none" : $"{count} of them")}.");
        }
        else if (string.IsNullOrWhiteSpace(Path))
        {
            yield return new(Lines is not null ? "lines" : Json is not null ? "json" : "text", "The path is empty. Specify a file.");
        }
    }
}
