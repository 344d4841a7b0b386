using Marianne.Files;

namespace Marianne.Storage.Json;

/// <summary>Reads and writes files. A write is complete or has no effect, and survives a loss of power.</summary>
internal static class DurableFile
{
    /// <summary>Reads a file, or returns <c>null</c> if it does not exist.</summary>
    public static async ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                byte[] content = new byte[file.Length];
                await file.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
                return content;
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Reading(path, error);
        }
    }

    /// <summary>Opens a file for reading without blocking writers.</summary>
    public static FileStream OpenRead(string path) => new(
        path,
        new FileStreamOptions
        {
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            BufferSize = 0,
        });

    /// <summary>Creates a file or replaces its content.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="unfinished">The path of the temporary file, in the same folder.</param>
    /// <param name="content">The content.</param>
    public static void Write(string path, string unfinished, ReadOnlyMemory<byte> content) =>
        Write(path, unfinished, [content]);

    /// <inheritdoc cref="Write(string, string, ReadOnlyMemory{byte})"/>
    public static void Write(string path, string unfinished, IEnumerable<ReadOnlyMemory<byte>> content)
    {
        var options = new AtomicFileOptions
        {
            TemporaryPath = unfinished,
            UnixCreateMode = OwnerOnly.FilePermissions,
            ReplaceReadOnly = !OperatingSystem.IsWindows(), // On other systems the permissions of the folder decide.
        };

        try
        {
            AtomicFile.Write(path, WriteTo, options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }

        void WriteTo(Stream file)
        {
            foreach (ReadOnlyMemory<byte> piece in content)
                file.Write(piece.Span);
        }
    }

    /// <summary>Opens a file that is changed in place. It is created if it does not exist.</summary>
    public static FileStream OpenWrite(string path, FileShare share) => new(
        path, OwnerOnly.FileOptions(FileMode.OpenOrCreate, FileAccess.ReadWrite, share));

    /// <summary>Deletes a file if it exists.</summary>
    public static void Delete(string path) => Delete(path, File.Delete);

    /// <summary>Deletes a folder and its content if it exists.</summary>
    public static void DeleteFolder(string path) => Delete(path, folder => Directory.Delete(folder, recursive: true));

    private static void Delete(string path, Action<string> delete)
    {
        try
        {
            delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // It or its folder does not exist.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }
}
