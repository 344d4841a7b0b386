using System.Collections.Concurrent;
using Marianne.Instruments;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>
/// The instruments that run the prompts of the sheets: that of the sheet, or one of its fallbacks while a usage limit or a quota of
/// the others is used up. It can be used by several threads.
/// </summary>
/// <param name="score">The score.</param>
/// <param name="catalog">The instruments that the score can use.</param>
internal sealed class SheetInstruments(Score score, InstrumentCatalog catalog)
{
    private const string Path = "PATH";

    private readonly ConcurrentDictionary<int, int> _current = [];
    private readonly ConcurrentDictionary<string, bool> _usedUp = new(StringComparer.Ordinal);

    /// <summary>Returns the instrument of a sheet at the moment, or <c>null</c> if it has no prompt.</summary>
    /// <param name="number">The sheet's number.</param>
    public InstrumentProfile? Of(int number) =>
        score.SheetOf(number).Prompt is null ? null : CandidatesOf(number)[IndexOf(number)];

    /// <summary>Returns the instruments that a sheet can use, in order. The first is its own.</summary>
    /// <param name="number">The sheet's number, which has a prompt.</param>
    public IReadOnlyList<InstrumentProfile> CandidatesOf(int number) =>
        [catalog.Get(score.InstrumentOf(number)!), .. score.SheetOf(number).Fallback.Select(catalog.Get)];

    /// <summary>Returns the index of the instrument that a sheet uses; 0 is its own.</summary>
    /// <param name="number">The sheet's number.</param>
    public int IndexOf(int number) => _current.GetValueOrDefault(number);

    /// <summary>Lets a sheet use another one of its instruments.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="index">The index in <see cref="CandidatesOf"/>.</param>
    public void Use(int number, int index) => _current[number] = index;

    /// <summary>Returns the service that a sheet calls at the moment, or <c>null</c> if it is not known.</summary>
    /// <param name="number">The sheet's number.</param>
    public string? ServiceOf(int number) =>
        IndexOf(number) == 0 ? score.ServiceOf(number, Of(number)) : Of(number)!.Service;

    /// <summary>Notes that the credit or the quota of an instrument is used up until a person acts, so that this run avoids it.</summary>
    /// <param name="instrument">The instrument.</param>
    public void NoteUsedUp(InstrumentProfile instrument) => _usedUp[instrument.Service] = true;

    /// <summary>Determines whether the credit or the quota of an instrument is used up.</summary>
    /// <param name="instrument">The instrument.</param>
    public bool IsUsedUp(InstrumentProfile instrument) => _usedUp.ContainsKey(instrument.Service);

    /// <summary>
    /// Returns the folders in which the program of an instrument is searched for a sheet, or <c>null</c> for those of this process.
    /// </summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="instrument">The instrument.</param>
    public string? PathOf(int number, InstrumentProfile instrument) =>
        PathIn(score.EnvironmentOf(number)) ?? PathIn(instrument.Options.Environment);

    /// <summary>On Windows, the name of the variable may have any case, and is usually <c>Path</c>.</summary>
    private static string? PathIn(IReadOnlyDictionary<string, string> environment) => OperatingSystem.IsWindows()
        ? environment.Where(variable => variable.Key.Equals(Path, StringComparison.OrdinalIgnoreCase)).Select(variable => variable.Value)
            .FirstOrDefault()
        : environment.GetValueOrDefault(Path);
}
