using Marianne.Options;

namespace Marianne.Policies;

/// <summary>The checks of a prompt before it is sent.</summary>
public sealed record PreflightOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<PreflightOptions> Section { get; } = new("preflight");

    /// <summary>The estimated number of tokens of a prompt above which there is a warning. 0 turns the warning off.</summary>
    [Bounds(AtLeast = 0)]
    public int TokenWarningThreshold { get; init; } = 50_000;

    /// <summary>The estimated number of tokens of a prompt above which the sheet fails. 0 turns the check off.</summary>
    [Bounds(AtLeast = 0)]
    public int TokenErrorThreshold { get; init; } = 150_000;

    internal override IEnumerable<OptionProblem> Validate()
    {
        if (TokenWarningThreshold > 0 && TokenErrorThreshold > 0 && TokenWarningThreshold >= TokenErrorThreshold)
        {
            yield return new(
                "token_warning_threshold",
                $"token_warning_threshold is {TokenWarningThreshold} but must be less than token_error_threshold, which is "
                + $"{TokenErrorThreshold}. Decrease it, increase token_error_threshold, or turn one off with 0.");
        }
    }
}
