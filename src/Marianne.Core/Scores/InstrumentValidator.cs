using Marianne.Instruments;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Validates the instruments of a score.</summary>
public static class InstrumentValidator
{
    /// <summary>
    /// Returns the problems that the score alone shows: profiles that extend each other in a cycle. What the user's own profiles
    /// can provide is not a problem here.
    /// </summary>
    /// <param name="score">The score.</param>
    internal static IEnumerable<OptionProblem> Validate(Score score)
    {
        var catalog = new InstrumentCatalog(score.Instruments);
        return score.Instruments.Keys
            .Select(name => catalog.CycleOf(name)?.Within($"instruments.{name}"))
            .OfType<OptionProblem>();
    }

    /// <summary>Returns all problems of the instruments that a score has or uses.</summary>
    /// <param name="score">The score.</param>
    /// <param name="catalog">All instruments that the score can use.</param>
    public static IReadOnlyList<OptionProblem> Validate(Score score, InstrumentCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(catalog);

        List<OptionProblem> problems =
        [
            .. score.Instruments.Keys.Select(name => catalog.ProblemOf(name)?.Within($"instruments.{name}")).OfType<OptionProblem>(),
        ];
        if (score.Instrument is { } instrument && Named(catalog, instrument, "instrument") is { } problem)
            problems.Add(problem);
        for (int index = 0; index < score.Sheets.Count; index++)
        {
            ScoreSheet sheet = score.Sheets[index];
            if (sheet.Instrument is { } own && Named(catalog, own, $"sheets[{index}].instrument") is { } invalid)
                problems.Add(invalid);
            problems.AddRange(sheet.Fallback.SelectMany((name, at) => Fallback(catalog, name, $"sheets[{index}].fallback[{at}]")));
        }

        return problems;
    }

    /// <summary>Returns the names of the instruments that a score has or uses. Commands are among them.</summary>
    /// <param name="score">The score.</param>
    public static IEnumerable<string> NamesIn(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return score.Instruments.Keys
            .Append(score.Instrument?.Trim())
            .Concat(score.Sheets.SelectMany(sheet => sheet.Fallback.Prepend(sheet.Instrument?.Trim())))
            .OfType<string>();
    }

    private static OptionProblem? Named(InstrumentCatalog catalog, string name, string path) =>
        catalog.Contains(name.Trim()) && catalog.ProblemOf(name.Trim()) is { } problem ? problem with { Path = path } : null;

    private static IEnumerable<OptionProblem> Fallback(InstrumentCatalog catalog, string name, string path) =>
        !catalog.Contains(name) ? [new(path, catalog.Unknown(name))]
        : catalog.ProblemOf(name) is { } problem ? [problem with { Path = path }]
        : [];
}
