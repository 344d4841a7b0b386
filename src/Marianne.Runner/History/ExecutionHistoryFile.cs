using Marianne.Files;

namespace Marianne.History;

/// <summary>Files of histories, written whole or not at all.</summary>
public static class ExecutionHistoryFile
{
    /// <summary>Writes a history to a file, over the one that is there: under another name until it is whole.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="history">The history.</param>
    /// <param name="force">Whether a file that is read-only is replaced too.</param>
    /// <param name="keep">Whether a file that is there is an error instead.</param>
    /// <param name="cancellationToken">Ends the writing, and leaves the old file.</param>
    /// <exception cref="MarianneException">
    /// HistoryExists: there is a file, and it is to be kept. HistoryFileFailed: the file cannot be written.
    /// </exception>
    public static void Write(
        string path, ExecutionHistory history, bool force, bool keep, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(history);
        string? unfinished = null;
        try
        {
            // The file that a link leads to is replaced, and not the link.
            var there = new FileInfo(path);
            string target = there.LinkTarget is null ? path : there.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
            Check(path, target, force, keep);
            unfinished = $"{target}.{Guid.NewGuid():N}.tmp";
            using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                history.Export(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            if (force && File.Exists(target))
                File.SetAttributes(target, File.GetAttributes(target) & ~FileAttributes.ReadOnly);
            File.Move(unfinished, target, overwrite: !keep);
        }
        catch (Exception error)
        {
            if (unfinished is not null)
                Remove(unfinished);
            if (keep && error is IOException && File.Exists(path))
                throw HistoryErrors.Exists($"The file '{path}'", path);
            if (error is IOException or UnauthorizedAccessException)
                throw HistoryErrors.FileFailed(path, FolderErrorText.OfFile(path) ?? error.Message);
            throw;
        }
    }

    /// <summary>Reads a history from a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="options">How it goes on: see <see cref="ExecutionHistory.Import"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="MarianneException">
    /// HistoryNotFound: there is no file. HistoryFileFailed: it cannot be read. InvalidHistory: it holds no history.
    /// </exception>
    public static ExecutionHistory Read(
        string path, ExecutionHistoryOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            if (RegularFile.HasNoLength(path))
                throw HistoryErrors.Invalid($"The file '{path}'", "it", "is empty, or a pipe or a device");

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
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

    private static void Check(string path, string target, bool force, bool keep)
    {
        if (Directory.Exists(target))
            throw HistoryErrors.FileFailed(path, "it is a folder");
        if (!File.Exists(target))
            return;

        if (keep)
            throw HistoryErrors.Exists($"The file '{path}'", path);
        if (!force && File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
            throw HistoryErrors.FileFailed(path, "it is read-only, and -Force is not given");
    }

    private static void Remove(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The error that led here says what is wrong; a file with this ending is nobody's history.
        }
    }
}
