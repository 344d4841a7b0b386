using Marianne.Files;
using Marianne.Reports;

namespace Marianne.History;

/// <summary>Reads and writes the files of execution histories.</summary>
public static class ExecutionHistoryFile
{
    /// <summary>Writes a history to a file. An existing file is replaced only when the new one is complete.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="history">The history.</param>
    /// <param name="format">The format.</param>
    /// <param name="force">Indicates whether to replace a read-only file.</param>
    /// <param name="noClobber">Indicates whether to keep an existing file, which is an error.</param>
    /// <param name="cancellationToken">A token to cancel the operation. An existing file is unchanged then.</param>
    /// <exception cref="MarianneException">
    /// HistoryExists: the file exists and must be kept. HistoryFileFailed: the file cannot be written.
    /// </exception>
    public static void Write(
        string path,
        ExecutionHistory history,
        HistoryFormat format,
        bool force,
        bool noClobber,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(history);
        OutputFile.Write(
            path,
            stream => Write(stream, history, format, cancellationToken),
            force,
            noClobber,
            Exists,
            HistoryErrors.FileFailed);
    }

    /// <summary>Throws if it is known without writing that a file cannot be written.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="force">Indicates whether to replace a read-only file.</param>
    /// <param name="noClobber">Indicates whether to keep an existing file, which is an error.</param>
    /// <exception cref="MarianneException">
    /// HistoryExists: the file exists and must be kept. HistoryFileFailed: the file cannot be written.
    /// </exception>
    public static void Check(string path, bool force, bool noClobber) =>
        OutputFile.Check(path, force, noClobber, Exists, HistoryErrors.FileFailed);

    /// <summary>Reads a history from a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="options">The settings for steps that are added later; see <see cref="ExecutionHistory.Import"/>.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">
    /// HistoryNotFound: the file does not exist. HistoryFileFailed: it cannot be read. InvalidHistory: it does not contain a
    /// valid history.
    /// </exception>
    public static ExecutionHistory Read(
        string path, ExecutionHistoryOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            if (Directory.Exists(path))
                throw HistoryErrors.FileFailed(path, "it is a folder");
            if (RegularFile.HasNoLength(path))
                throw HistoryErrors.Invalid($"The file '{path}'", "it", "is empty, or a pipe or a device");

            using FileStream file = RegularFile.OpenRead(path);
            return ExecutionHistory.Import(file, $"The file '{path}'", options, cancellationToken);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw HistoryErrors.NoFile(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw HistoryErrors.FileFailed(path, error.Message);
        }
    }

    private static MarianneException Exists(string path) => HistoryErrors.Exists($"The file '{path}'", path);

    private static void Write(Stream stream, ExecutionHistory history, HistoryFormat format, CancellationToken cancellationToken)
    {
        if (format == HistoryFormat.Html)
            HistoryPage.Write(history, stream, cancellationToken);
        else
            history.Export(stream, cancellationToken);
    }
}
