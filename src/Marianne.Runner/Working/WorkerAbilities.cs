using Marianne.Instruments;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Working;

/// <summary>What this worker can run: the kinds of sheets, and the instruments whose programs are installed here.</summary>
/// <param name="services">The services of the runner.</param>
internal sealed class WorkerAbilities(RunnerServices services)
{
    private const string Command = "command";
    private const string Script = "script";
    private const string Prompt = "prompt";

    private readonly Dictionary<string, bool> _installed = new(StringComparer.Ordinal);

    /// <summary>
    /// What the worker announces: <c>command</c>, <c>script</c>, <c>prompt</c>, and <c>prompt:</c> with the name of each installed
    /// instrument.
    /// </summary>
    /// <param name="folder">The full path of the folder that relative paths of programs begin at.</param>
    public IReadOnlyList<string> Announced(string folder)
    {
        var catalog = new InstrumentCatalog(own: services.OwnInstruments());
        bool runsPrompts = CanRun(new ScoreSheet { Prompt = Prompt });
        return
        [
            .. CanRun(new ScoreSheet { Command = Command }) ? [Command] : Array.Empty<string>(),
            .. CanRun(new ScoreSheet { Script = Script }) ? [Script] : Array.Empty<string>(),
            .. runsPrompts ? [Prompt] : Array.Empty<string>(),
            .. runsPrompts
                ? catalog.Names.Where(name => catalog.Find(name) is { } profile && IsInstalled(profile, folder, path: null))
                    .Select(name => $"{Prompt}:{name}")
                : [],
        ];
    }

    /// <summary>
    /// Returns what a worker has to announce so that it can run a sheet: one of these abilities. Whether a worker has an instrument that
    /// only the score describes, or whose program is searched in other folders, is not announced.
    /// </summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="known">The instruments that every worker knows.</param>
    public static IReadOnlyList<string> NeededBy(Score score, int number, InstrumentCatalog known)
    {
        ScoreSheet sheet = score.SheetOf(number);
        if (!sheet.HasWork)
            return [Command, Script, Prompt];
        if (sheet.Prompt is null)
            return [sheet.Script is null ? Command : Script];

        var instruments = new SheetInstruments(score, known);
        return
        [
            .. sheet.Fallback.Prepend(score.InstrumentOf(number)!).Select(name => name.Trim())
                .Select(name => score.Instruments.ContainsKey(name) || known.Find(name) is not { } profile
                    || instruments.PathOf(number, profile) is not null
                        ? Prompt
                        : $"{Prompt}:{name}")
                .Distinct(),
        ];
    }

    /// <summary>Determines whether this worker can run a sheet.</summary>
    /// <param name="score">The score.</param>
    /// <param name="instruments">The instruments that the score can use.</param>
    /// <param name="number">The sheet's number.</param>
    public bool CanRun(Score score, SheetInstruments instruments, int number)
    {
        ScoreSheet sheet = score.SheetOf(number);
        return CanRun(sheet)
            && (sheet.Prompt is null || instruments.CandidatesOf(number)
                .Any(profile => IsInstalled(profile, score.WorkspacePath, instruments.PathOf(number, profile))));
    }

    private bool CanRun(ScoreSheet sheet) => !sheet.HasWork || services.Executors.Any(executor => executor.CanRun(sheet));

    /// <summary>Looks for the program of an instrument once. Its command is not started.</summary>
    private bool IsInstalled(InstrumentProfile profile, string folder, string? path)
    {
        if (Instrument.ProgramOf(profile.Options.Command!) is not { } program)
            return true; // A line for the shell, which alone knows what it runs.

        string key = $"{program}\n{folder}\n{path}";
        lock (_installed)
        {
            if (!_installed.TryGetValue(key, out bool isInstalled))
                _installed[key] = isInstalled = ProgramFinder.Find(program, folder, path) is not null;
            return isInstalled;
        }
    }
}
