using Marianne.Files;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Reads scores from files.</summary>
public static class ScoreFile
{
    /// <summary>Reads and validates a score. Problems are returned, not thrown.</summary>
    /// <param name="file">The full path of the file.</param>
    /// <param name="readerOf">Returns the reader of a format. It is called only for the format of the file.</param>
    public static ScoreReadResult Read(string file, Func<ScoreFormat, IScoreReader> readerOf)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(readerOf);

        try
        {
            if (Directory.Exists(file))
                throw new ScoreSyntaxException("The path is a folder. Specify the path of a file.");
            if (!File.Exists(file))
                return ScoreReadResult.NotFound(file);

            return ScoreReadResult.Of(ReadMap(file, readerOf), Path.GetDirectoryName(file)!, file);
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

    /// <summary>Returns the keys and values of a file.</summary>
    /// <param name="file">The full path of the file.</param>
    /// <param name="readerOf">Returns the reader of a format.</param>
    /// <exception cref="ScoreSyntaxException">The file is not valid in its format.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    internal static SourceMap ReadMap(string file, Func<ScoreFormat, IScoreReader> readerOf)
    {
        ScoreFormat format = FormatOf(file) ?? throw new ScoreSyntaxException(
            "The file does not have the extension of a score. Use .yaml, .yml, .json or .psd1.");
        if (RegularFile.HasNoLength(file))
            throw ScoreErrors.NoContent();
        return readerOf(format).Read(ScoreDecoder.Decode(ReadBytes(file)));
    }

    /// <summary>Returns the format of a file by its extension, or <c>null</c> if it is not one of a score.</summary>
    /// <param name="file">The path of the file.</param>
    public static ScoreFormat? FormatOf(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".YAML" or ".YML" => ScoreFormat.Yaml,
        ".JSON" => ScoreFormat.Json,
        ".PSD1" => ScoreFormat.PowerShellData,
        _ => null,
    };

    /// <summary>Reads a file unless it is too large. Its length may be wrong or change, so the bytes are counted.</summary>
    private static ReadOnlyMemory<byte> ReadBytes(string file)
    {
        using FileStream stream = RegularFile.OpenRead(file);
        var bytes = new MemoryStream();
        byte[] part = new byte[81_920];
        while (!IsTooLarge() && stream.Read(part) is > 0 and var count)
            bytes.Write(part, 0, count);

        if (IsTooLarge())
        {
            throw new ScoreSyntaxException(
                $"The file is larger than {ScoreLimits.MaximumBytes / 1024 / 1024} MB. "
                + "Put large prompts and scripts into files of their own.");
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);

        bool IsTooLarge() => Math.Max(bytes.Length, stream.Length) > ScoreLimits.MaximumBytes;
    }
}
