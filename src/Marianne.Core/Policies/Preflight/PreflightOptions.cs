using Marianne.Options;

namespace Marianne.Policies;

/// <summary>What is checked of a prompt before it costs anything.</summary>
public sealed record PreflightOptions : OptionSet
{
    /// <summary>The section and its keys.</summary>
    public static OptionSection<PreflightOptions> Section { get; } = new("preflight");

    /// <summary>Above how many tokens of a prompt there is a warning; 0 for never.</summary>
    [Bounds(AtLeast = 0)]
    public int TokenWarningThreshold { get; init; } = 50_000;

    /// <summary>Above how many tokens of a prompt its sheet fails before it starts; 0 for never.</summary>
    [Bounds(AtLeast = 0)]
    public int TokenErrorThreshold { get; init; } = 150_000;

    internal override IEnumerable<OptionProblem> Conflicts()
    {
        if (TokenWarningThreshold > 0 && TokenErrorThreshold > 0 && TokenWarningThreshold >= TokenErrorThreshold)
        {
            yield return new(
                "token_warning_threshold",
                $"token_warning_threshold is {TokenWarningThreshold}, and must be less than token_error_threshold, which is "
                + $"{TokenErrorThreshold}. Lower the one, raise the other, or turn one off with 0.");
        }
    }
}
