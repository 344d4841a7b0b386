using Marianne.Files;

namespace Marianne.Reports;

/// <summary>Writes the files that the user names. An existing file is replaced only when the new one is complete.</summary>
internal static class OutputFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="write">Writes the content to a stream.</param>
    /// <param name="force">Indicates whether to replace a read-only file.</param>
    /// <param name="noClobber">Indicates whether to keep an existing file, which is an error.</param>
    /// <param name="exists">Creates the error for a file that exists and must be kept, from its path.</param>
    /// <param name="failed">Creates the error for a file that cannot be written, from its path and the reason.</param>
    public static void Write(
        string path,
        Action<Stream> write,
        bool force,
        bool noClobber,
        Func<string, MarianneException> exists,
        Func<string, string, MarianneException> failed)
    {
        try
        {
            AtomicFile.Write(path, write, new AtomicFileOptions { Overwrite = !noClobber, ReplaceReadOnly = force });
        }
        catch (IOException) when (noClobber && File.Exists(path))
        {
            throw exists(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw failed(path, FolderErrorText.OfWrite(path, force) ?? error.Message);
        }
    }

    /// <summary>Throws if it is known without writing that a file cannot be written.</summary>
    /// <inheritdoc cref="Write"/>
    public static void Check(
        string path, bool force, bool noClobber, Func<string, MarianneException> exists, Func<string, string, MarianneException> failed)
    {
        if (noClobber && File.Exists(path))
            throw exists(path);
        if (FolderErrorText.OfWrite(path, force) is { } reason)
            throw failed(path, reason);
    }
}
