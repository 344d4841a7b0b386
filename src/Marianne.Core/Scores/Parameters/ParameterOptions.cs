using Marianne.Options;

namespace Marianne.Scores;

/// <summary>A parameter of a score: a value that is specified for a job, and that placeholders with its name stand for.</summary>
public sealed record ParameterOptions : OptionSet
{
    /// <summary>The regular expression that the name of a parameter must match.</summary>
    internal const string NamePattern = SheetName.Pattern;

    /// <summary>What the name of a parameter must be, in words.</summary>
    internal const string NameAdvice = "Use letters, digits, '_' and '-', beginning with a letter or '_'.";

    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<ParameterOptions> Section { get; } = new("parameters");

    /// <summary>The type of the value. A secret is not stored, and is redacted in everything that leaves a run.</summary>
    public ParameterType Type { get; init; }

    /// <summary>The value if none is specified. A parameter without a default must be specified.</summary>
    public object? Default { get; init; }

    /// <summary>A description of the parameter.</summary>
    public string? Description { get; init; }

    internal override IEnumerable<OptionProblem> Validate()
    {
        if (Default is null)
            yield break;

        if (Type == ParameterType.Secret)
        {
            yield return new(
                "default", "A secret cannot have a default, because the score is stored. Remove it, and specify the value for each run.");
        }
        else if (ParameterConverter.Convert(Type, Default) is null)
        {
            yield return new(
                "default",
                $"default is {OptionValue.Show(Default)} but must be {ParameterConverter.MeaningOf(Type)}, because the type is "
                + $"{OptionValue.WordOf(Type)}.");
        }
    }
}
