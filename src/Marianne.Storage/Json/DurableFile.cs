namespace Marianne.Storage.Json;

/// <summary>Files that are written whole or not at all, and that outlast the power.</summary>
internal static class DurableFile
{
    /// <summary>What a file holds; nothing when there is none.</summary>
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

    /// <summary>Opens a file for reading, in no writer's way.</summary>
    public static FileStream OpenRead(string path) => new(
        path,
        new FileStreamOptions
        {
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            BufferSize = 0,
        });

    /// <summary>Writes a file and puts it in its place, over the one that is there.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="unfinished">Where it is until it is whole and on the disk, in the same folder.</param>
    /// <param name="content">What it holds.</param>
    public static void Write(string path, string unfinished, ReadOnlyMemory<byte> content) =>
        Write(path, unfinished, [content]);

    /// <inheritdoc cref="Write(string, string, ReadOnlyMemory{byte})"/>
    public static void Write(string path, string unfinished, IEnumerable<ReadOnlyMemory<byte>> content)
    {
        try
        {
            using (FileStream file = Create(unfinished))
            {
                foreach (ReadOnlyMemory<byte> piece in content)
                    file.Write(piece.Span);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }

    /// <summary>Opens a file that is changed in its place, and makes it when there is none.</summary>
    public static FileStream OpenWrite(string path, FileShare share) => new(
        path, OwnerOnly.FileOptions(FileMode.OpenOrCreate, FileAccess.ReadWrite, share));

    /// <summary>Removes a file if there is one.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone with its folder.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }

    /// <summary>Removes a folder with all that is in it, if there is one.</summary>
    public static void DeleteFolder(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // There is none.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }

    private static FileStream Create(string path) =>
        new(path, OwnerOnly.FileOptions(FileMode.Create, FileAccess.Write, FileShare.None));
}
