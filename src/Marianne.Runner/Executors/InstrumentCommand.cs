using System.Text.RegularExpressions;
using Marianne.Placeholders;
using Marianne.Scores;

namespace Marianne.Executors;

/// <summary>Resolves the program of an instrument.</summary>
internal static partial class InstrumentCommand
{
    /// <summary>
    /// Returns the instrument of a score. If it begins with a relative path such as <c>./agent.sh</c> and the folder of the
    /// score has that file, it begins with its full path. Otherwise the path begins at the workspace, in which the instrument
    /// runs.
    /// </summary>
    /// <param name="score">The score, which has an instrument.</param>
    public static string Of(Score score)
    {
        string instrument = score.Instrument!;
        Match program = Program().Match(instrument);
        if (!program.Success)
            return instrument;

        Group path = program.Groups["path"];
        string file = score.FullPath(path.Value);
        return File.Exists(file)
            ? PlaceholderExpander.Quote(file) + instrument[(program.Index + program.Length)..]
            : instrument;
    }

    [GeneratedRegex("""^\s*((?<path>\.{1,2}[\\/][^\s"'$`;&|<>(){}*?\[\]]+)|(?<quote>["'])(?<path>\.{1,2}[\\/][^"'$`]+)\k<quote>)""")]
    private static partial Regex Program();
}
