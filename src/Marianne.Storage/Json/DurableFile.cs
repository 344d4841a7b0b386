using System.Buffers;
using System.Runtime.InteropServices;
using Marianne.Files;

namespace Marianne.Storage.Json;

/// <summary>
/// Reads, writes and deletes files. A write is complete or has no effect, and both writes and deletions survive a loss of
/// power.
/// </summary>
internal static class DurableFile
{
    /// <summary>The number of bytes of a file that are compared at once with what it is expected to have.</summary>
    private const int MaximumCompared = 1 << 20;

    /// <summary>Reads a file, or returns <c>null</c> if it does not exist.</summary>
    public static async ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) =>
        await ReadAsync(path, expected: default, cancellationToken).ConfigureAwait(false) is { } content
            && MemoryMarshal.TryGetArray(content, out ArraySegment<byte> bytes)
            ? bytes.Array
            : null;

    /// <summary>
    /// Reads a file, or returns <c>null</c> if it does not exist. If it has the expected content, that memory is returned, so that large
    /// files are not allocated again.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="expected">The expected content.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        string path, ReadOnlyMemory<byte> expected, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                if (!expected.IsEmpty && file.Length == expected.Length
                    && await HasAsync(file, expected, cancellationToken).ConfigureAwait(false))
                    return expected;

                byte[] content = new byte[file.Length];
                file.Position = 0;
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
    /// <exception cref="MarianneException">It is not a regular file.</exception>
    public static FileStream OpenRead(string path)
    {
        ThrowIfSpecial(path);
        return new FileStream(
            path,
            new FileStreamOptions
            {
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = 0,
            });
    }

    /// <summary>Creates a file or replaces its content.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="unfinished">The path of the temporary file, in the same folder.</param>
    /// <param name="content">The content.</param>
    public static void Write(string path, string unfinished, ReadOnlyMemory<byte> content) =>
        Write(path, unfinished, [content]);

    /// <inheritdoc cref="Write(string, string, ReadOnlyMemory{byte})"/>
    public static void Write(string path, string unfinished, IEnumerable<ReadOnlyMemory<byte>> content)
    {
        Write(path, unfinished, WriteTo);

        void WriteTo(Stream file)
        {
            foreach (ReadOnlyMemory<byte> piece in content)
                file.Write(piece.Span);
        }
    }

    /// <summary>Copies a file, which creates another one or replaces its content.</summary>
    /// <param name="source">The path of the file to copy.</param>
    /// <param name="path">The path of the copy.</param>
    /// <param name="unfinished">The path of the temporary file, on the same disk as the copy.</param>
    public static void Copy(string source, string path, string unfinished)
    {
        try
        {
            using FileStream file = OpenRead(source);
            Write(path, unfinished, file.CopyTo);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Reading(source, error);
        }
    }

    private static void Write(string path, string unfinished, Action<Stream> write)
    {
        var options = new AtomicFileOptions
        {
            TemporaryPath = unfinished,
            UnixCreateMode = OwnerOnly.FilePermissions,
            ReplaceReadOnly = !OperatingSystem.IsWindows(), // On other systems the permissions of the folder decide.
        };

        try
        {
            AtomicFile.Write(path, write, options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }

    /// <summary>Opens a file that is changed in place. It is created if it does not exist.</summary>
    /// <exception cref="MarianneException">It is not a regular file.</exception>
    public static FileStream OpenWrite(string path, FileShare share)
    {
        ThrowIfSpecial(path);
        return new FileStream(path, OwnerOnly.FileOptions(FileMode.OpenOrCreate, FileAccess.ReadWrite, share));
    }

    /// <summary>Throws if a file of a store is a pipe or a device. To open it could wait without end.</summary>
    /// <exception cref="MarianneException">It is not a regular file.</exception>
    public static void ThrowIfSpecial(string path)
    {
        if (RegularFile.IsSpecial(path))
            throw StoreErrors.Corrupt(path, RegularFile.SpecialText);
    }

    /// <summary>Deletes the files, and the folders with their content, that exist.</summary>
    /// <param name="paths">The paths, all in the same folder.</param>
    public static void Delete(params string[] paths)
    {
        string? deleted = null;
        foreach (string path in paths)
        {
            if (TryDelete(path))
                deleted = path;
        }

        if (deleted is not null)
            FlushEntryOf(deleted);
    }

    /// <summary>Flushes the entry of a file that was created or deleted.</summary>
    public static void FlushEntryOf(string path)
    {
        try
        {
            DurableFolder.FlushEntryOf(path);
        }
        catch (IOException error)
        {
            throw StoreErrors.Writing(path, error);
        }
    }

    private static async ValueTask<bool> HasAsync(
        FileStream file, ReadOnlyMemory<byte> expected, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(expected.Length, MaximumCompared));
        try
        {
            bool isSame = true;
            while (isSame && !expected.IsEmpty)
            {
                int length = Math.Min(expected.Length, buffer.Length);
                await file.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                isSame = buffer.AsSpan(0, length).SequenceEqual(expected.Span[..length]);
                expected = expected[length..];
            }

            return isSame;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool TryDelete(string path)
    {
        try
        {
            if (File.Exists(path))
                File.Delete(path);
            else if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                return false;

            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return false; // Another process deleted it.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(path, error);
        }
    }
}
