using System.Globalization;
using System.Text;
using Marianne.Files;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Outputs;

/// <summary>Writes and reads the files of values that are too large for a store.</summary>
public static class OutputFiles
{
    private const string Folder = ".marianne";
    private const string Subfolder = "outputs";

    /// <summary>The name of an empty file beside the files of a job that was copied to another store.</summary>
    private const string CopiedMark = "copied";

    private const int LongestId = 60;
    private const int HashLength = 8;

    /// <summary>The digits of a whole SHA-256.</summary>
    private const int HashDigits = 64;

    /// <summary>Writes a value to a file in the workspace. When it returns, the file survives a loss of power.</summary>
    /// <param name="workspace">The full path of the workspace.</param>
    /// <param name="output">The output.</param>
    /// <param name="json">The value as JSON.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    internal static OutputFile Write(string workspace, SheetOutput output, string json)
    {
        byte[] content = Encoding.UTF8.GetBytes(json);
        string root = Path.Combine(workspace, Folder);
        string folder = Path.Combine(root, Subfolder, NameOf(output.JobId));
        DurableFolder.Create(folder);
        string ignore = Path.Combine(root, ".gitignore");
        if (!File.Exists(ignore))
            AtomicFile.Write(ignore, "*\n"u8.ToArray());

        // Another value has another file, so one that is still used, also by a fork of the job, is not replaced.
        string hash = HexHash.Of(content, HashDigits);
        string path = Path.Combine(folder, FileNameOf(output, hash));
        AtomicFile.Write(path, content);
        return new OutputFile(path, content.Length, hash);
    }

    /// <summary>Returns the value of an output as JSON. If it is in a file, the file is read, and its hash checked.</summary>
    /// <param name="output">The output.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">OutputFileFailed: the file cannot be read, or was changed.</exception>
    public static async ValueTask<string> ReadAsync(SheetOutput output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (output.File is not { } file)
            return output.Json ?? "null";

        try
        {
            FileStream stream = RegularFile.OpenRead(file.Path);
            await using (stream.ConfigureAwait(false))
            {
                if (stream.Length != file.Size)
                    throw OutputErrors.FileChanged(output, file, $"it has {stream.Length} bytes and not {file.Size}");

                byte[] content = new byte[file.Size];
                await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
                return HexHash.Of(content, HashDigits) == file.Hash
                    ? Encoding.UTF8.GetString(content)
                    : throw OutputErrors.FileChanged(output, file, "its content has another hash");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutputErrors.FileUnreadable(output, file, error);
        }
    }

    /// <summary>
    /// Marks the file of an output as used by more than one store, so that it stays when the history of one of them is cleared.
    /// </summary>
    /// <param name="output">The output.</param>
    /// <exception cref="IOException">The mark cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The mark may not be written.</exception>
    public static void Share(SheetOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (output.File is { } file && IsOwn(output, file) && File.Exists(file.Path) && !File.Exists(MarkOf(file)))
            AtomicFile.Write(MarkOf(file), ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>
    /// Deletes the file of an output of a job that was cleared, if it is where this class writes it and as large as it was, and no other
    /// store has a copy of the job. What cannot be deleted stays: no job refers to it. Returns the number of bytes that were deleted.
    /// </summary>
    /// <param name="output">The output.</param>
    internal static long Delete(SheetOutput output)
    {
        try
        {
            if (Find(output) is not { } found)
                return 0;

            long size = found.Length;
            found.Delete();
            return size;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0; // The workspace may be on a disk that is not there at the moment.
        }
    }

    /// <summary>Returns the number of bytes that <see cref="Delete"/> would delete.</summary>
    /// <param name="output">The output.</param>
    internal static long SizeOf(SheetOutput output) => Find(output)?.Length ?? 0;

    private static FileInfo? Find(SheetOutput output) =>
        output.File is { } file && IsOwn(output, file) && !File.Exists(MarkOf(file))
            && new FileInfo(file.Path) is { Exists: true, LinkTarget: null } found && found.Length == file.Size
                ? found
                : null;

    /// <summary>Determines whether a file is where this class writes it.</summary>
    private static bool IsOwn(SheetOutput output, OutputFile file) => file.Hash.Length == HashDigits
        && file.Path.EndsWith(
            Path.DirectorySeparatorChar + Path.Combine(Folder, Subfolder, NameOf(output.JobId), FileNameOf(output, file.Hash)),
            StringComparison.Ordinal);

    private static string MarkOf(OutputFile file) => Path.Combine(Path.GetDirectoryName(file.Path)!, CopiedMark);

    private static string FileNameOf(SheetOutput output, string hash) =>
        string.Create(CultureInfo.InvariantCulture, $"sheet-{output.SheetNumber}-{output.Name}-{hash[..HashLength]}.json");

    private static string NameOf(string jobId)
    {
        string plain = string.Concat(jobId.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        return plain == jobId && plain.Length <= LongestId
            ? plain
            : $"{plain[..Math.Min(plain.Length, LongestId)]}-{HexHash.Of(jobId, HashLength)}";
    }
}
