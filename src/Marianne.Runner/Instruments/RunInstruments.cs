using Marianne.Options;
using Marianne.Scores;

namespace Marianne.Instruments;

/// <summary>The instruments of the runs of a score.</summary>
public static class RunInstruments
{
    /// <summary>Determines whether a score has instruments or prompts. Otherwise the user's own profiles do not concern it.</summary>
    /// <param name="score">The score.</param>
    internal static bool CanBeUsedBy(Score score) =>
        score.Instruments.Count > 0 || score.Sheets.Any(sheet => sheet.Prompt is not null);

    /// <summary>Returns the problems because of which <see cref="Of"/> would throw.</summary>
    /// <param name="score">The score.</param>
    /// <param name="own">Returns the user's own profiles. It is called only if the score has prompts or profiles.</param>
    public static IReadOnlyList<OptionProblem> ProblemsOf(Score score, Func<IReadOnlyDictionary<string, InstrumentOptions>> own)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(own);
        return CanBeUsedBy(score) ? InstrumentValidator.Validate(score, new InstrumentCatalog(score.Instruments, own())) : [];
    }

    /// <summary>Returns the instruments that a score can use.</summary>
    /// <param name="score">The score.</param>
    /// <param name="own">Returns the user's own profiles. It is called only if the score has prompts or profiles.</param>
    /// <exception cref="MarianneException">
    /// ScoreInvalid or ScoreUnreadable: an instrument that the score has or uses has problems.
    /// </exception>
    public static InstrumentCatalog Of(Score score, Func<IReadOnlyDictionary<string, InstrumentOptions>> own)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(own);

        if (!CanBeUsedBy(score))
            return new InstrumentCatalog();

        var catalog = new InstrumentCatalog(score.Instruments, own());
        if (InstrumentValidator.NamesIn(score).Select(catalog.FaultOf).FirstOrDefault(fault => fault is not null) is { } unusable)
            throw unusable;
        IReadOnlyList<OptionProblem> problems = InstrumentValidator.Validate(score, catalog);
        return problems.Count == 0 ? catalog : throw InstrumentErrors.Unusable(score, problems);
    }
}
