using Marianne.Files;

namespace Marianne.Storage.Json;

/// <summary>
/// A file to which lines are only added. A last line without a line end was interrupted: it is ignored, and the next writer replaces it.
/// </summary>
internal static class LogFile
{
    /// <summary>The end of each line.</summary>
    public const byte EndOfLine = (byte)'\n';

    private const int Block = 4096;

    /// <summary>Adds a line after the last complete one.</summary>
    /// <param name="path">The path of the file, which is created if it does not exist.</param>
    /// <param name="line">The line, with its end.</param>
    public static void Append(string path, ReadOnlySpan<byte> line)
    {
        try
        {
            using FileStream file = DurableFile.OpenWrite(path, FileShare.Read | FileShare.Delete);
            long end = AfterLineBefore(file, file.Length);
            file.SetLength(end);
            file.Position = end;
            file.Write(line);
            file.Flush(flushToDisk: true);
            if (end == 0)
                DurableFolder.FlushEntryOf(path); // The file may be new.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }

    /// <summary>Returns the complete lines, without their ends.</summary>
    /// <param name="content">The content of the file.</param>
    public static List<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> content)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        for (int end = content.Span.IndexOf(EndOfLine); end >= 0; end = content.Span.IndexOf(EndOfLine))
        {
            lines.Add(content[..end]);
            content = content[(end + 1)..];
        }

        return lines;
    }

    /// <summary>Returns the complete lines that can be read, with their ends, and the number of those that cannot.</summary>
    /// <param name="content">The content of the file.</param>
    /// <param name="read">Reads a line, or throws StoreCorrupt.</param>
    public static (List<byte[]> Lines, int Damaged) ReadableLines(ReadOnlyMemory<byte> content, Action<ReadOnlyMemory<byte>> read)
    {
        var readable = new List<byte[]>();
        int damaged = 0;
        foreach (ReadOnlyMemory<byte> line in Lines(content))
        {
            try
            {
                read(line);
                readable.Add([.. line.Span, EndOfLine]);
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
            {
                damaged++;
            }
        }

        return (readable, damaged);
    }

    /// <summary>Returns the position after the last line end before a position.</summary>
    /// <param name="file">The file.</param>
    /// <param name="position">The position.</param>
    public static long AfterLineBefore(FileStream file, long position)
    {
        Span<byte> block = stackalloc byte[Block];
        while (position > 0)
        {
            int length = (int)Math.Min(Block, position);
            file.Position = position - length;
            file.ReadExactly(block[..length]);
            int found = block[..length].LastIndexOf(EndOfLine);
            position -= length;
            if (found >= 0)
                return position + found + 1;
        }

        return 0;
    }
}
