using Marianne.Files;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Reads a score from a file.</summary>
public static class ScoreFile
{
    /// <summary>Reads a file, and says everything that is wrong with it.</summary>
    /// <param name="file">The file, a full path.</param>
    /// <param name="readerOf">The reader of a format; it is asked for only when a file is of it.</param>
    public static ScoreReadResult Read(string file, Func<ScoreFormat, IScoreReader> readerOf)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(readerOf);

        try
        {
            if (Directory.Exists(file))
                throw new ScoreSyntaxException("It is a folder. Give the path of a file.");
            if (!File.Exists(file))
                return ScoreReadResult.NotFound(file);

            ScoreFormat format = FormatOf(file) ?? throw new ScoreSyntaxException(
                "Its name does not say what it is: a score is a .yaml, .yml, .json or .psd1 file.");
            if (RegularFile.HasNoLength(file))
                throw ScoreErrors.NoContent();
            SourceMap root = readerOf(format).Read(ScoreDecoder.Decode(ReadBytes(file)));
            return ScoreReadResult.Of(root, Path.GetDirectoryName(file)!, file);
        }
        catch (ScoreSyntaxException error)
        {
            return ScoreReadResult.Unreadable(error, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ScoreReadResult.Unreadable(new ScoreSyntaxException(error.Message), file);
        }
    }

    /// <summary>The format of a file, by the end of its name; nothing when it is none of ours.</summary>
    public static ScoreFormat? FormatOf(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".YAML" or ".YML" => ScoreFormat.Yaml,
        ".JSON" => ScoreFormat.Json,
        ".PSD1" => ScoreFormat.PowerShellData,
        _ => null,
    };

    /// <summary>All of a file, unless it is too large. What it says of its length is not believed.</summary>
    private static ReadOnlyMemory<byte> ReadBytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new MemoryStream();
        byte[] part = new byte[81_920];
        while (!IsTooLarge() && stream.Read(part) is > 0 and var count)
            bytes.Write(part, 0, count);

        if (IsTooLarge())
        {
            throw new ScoreSyntaxException(
                $"It is larger than {ScoreLimits.MaximumBytes / 1024 / 1024} MB. No score needs that: put large prompts and "
                + "scripts into files of their own.");
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);

        bool IsTooLarge() => Math.Max(bytes.Length, stream.Length) > ScoreLimits.MaximumBytes;
    }
}
