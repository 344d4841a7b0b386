using Marianne.Options;
using Marianne.Scores;
using Marianne.Stores;

namespace Marianne.Instruments;

/// <summary>Reads the user's own profiles: the files in the folder <c>instruments</c> of <c>MARIANNE_HOME</c>.</summary>
public static class OwnInstruments
{
    /// <summary>Returns the profiles by name; there are none if there is no such folder.</summary>
    /// <param name="readerOf">Returns the reader of a format.</param>
    /// <exception cref="MarianneException">ScoreUnreadable: the folder cannot be read.</exception>
    public static IReadOnlyDictionary<string, InstrumentOptions> Read(Func<ScoreFormat, IScoreReader> readerOf) =>
        Read(DefaultPaths.Instruments, readerOf);

    /// <summary>
    /// Reads the profiles in a folder. The name of a file is the name of its instrument. A file that cannot be used concerns only
    /// those that use its instrument: see <see cref="InstrumentCatalog.FaultOf"/>.
    /// </summary>
    /// <param name="folder">The full path of the folder.</param>
    /// <param name="readerOf">Returns the reader of a format.</param>
    /// <exception cref="MarianneException">ScoreUnreadable: the folder cannot be read.</exception>
    public static IReadOnlyDictionary<string, InstrumentOptions> Read(string folder, Func<ScoreFormat, IScoreReader> readerOf)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(readerOf);

        Dictionary<string, InstrumentOptions> profiles = new(StringComparer.Ordinal);
        foreach (string file in FilesIn(folder))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            MarianneException? fault =
                !InstrumentOptions.IsName(name)
                    ? InstrumentErrors.Unreadable(file, $"'{name}' is not a valid name of an instrument. Rename the file.")
                : profiles.ContainsKey(name)
                    ? InstrumentErrors.Unreadable(file, $"Another file describes '{name}', too. Remove one of them.")
                : null;
            profiles[name] = fault is null ? Read(file) : InstrumentOptions.Unusable(fault);
        }

        return profiles;

        InstrumentOptions Read(string file)
        {
            try
            {
                return ReadFile(file, readerOf);
            }
            catch (MarianneException fault)
            {
                return InstrumentOptions.Unusable(fault);
            }
        }
    }

    private static IEnumerable<string> FilesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder).Where(file => ScoreFile.FormatOf(file) is ScoreFormat.Yaml or ScoreFormat.Json)
                    .Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InstrumentErrors.Unreadable(folder, error.Message);
        }
    }

    private static InstrumentOptions ReadFile(string file, Func<ScoreFormat, IScoreReader> readerOf)
    {
        try
        {
            SourceMap root = ScoreFile.ReadMap(file, readerOf);
            (InstrumentOptions options, IReadOnlyList<OptionProblem> found) = InstrumentOptions.Section.Read(root, path: "");
            return found.Count == 0
                ? options
                : throw InstrumentErrors.Invalid(file, [.. found.Select(problem => ScoreProblem.At(problem, file, root))]);
        }
        catch (ScoreSyntaxException error) when (error.HasNoKeys)
        {
            throw InstrumentErrors.Unreadable(
                file, "The file is empty or has no keys, or is a pipe or a device. Write the keys of an instrument, such as command.");
        }
        catch (ScoreSyntaxException error)
        {
            throw InstrumentErrors.Unreadable(file, error.Message, error.Position);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InstrumentErrors.Unreadable(file, error.Message);
        }
    }
}
