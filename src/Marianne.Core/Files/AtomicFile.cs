namespace Marianne.Files;

/// <summary>
/// Writes files atomically: a reader finds either the complete old content or the complete new content, also after a crash
/// or a loss of power.
/// </summary>
/// <remarks>
/// The content is written to a temporary file in the same folder, flushed to the disk, and moved over the target. Then the
/// folder is flushed, so that the new content survives a loss of power once the call has returned. If writing fails, the
/// temporary file is removed and the old file stays as it was. A temporary file that a killed process left behind can be
/// removed at any time.
/// </remarks>
public static class AtomicFile
{
    /// <summary>Creates a file or replaces its content.</summary>
    /// <param name="path">The full path. If it is a symbolic link, the file that the link leads to is written.</param>
    /// <param name="content">The content.</param>
    /// <param name="options">How the file is written. The default is <see cref="AtomicFileOptions.Default"/>.</param>
    /// <exception cref="IOException">
    /// The file cannot be written, it is a pipe or a device, or it exists and <see cref="AtomicFileOptions.Overwrite"/> is
    /// <c>false</c>.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The file may not be written, or it is read-only and <see cref="AtomicFileOptions.ReplaceReadOnly"/> is <c>false</c>.
    /// </exception>
    public static void Write(string path, ReadOnlyMemory<byte> content, AtomicFileOptions? options = null) =>
        Write(path, stream => stream.Write(content.Span), options);

    /// <param name="path">The full path. If it is a symbolic link, the file that the link leads to is written.</param>
    /// <param name="write">
    /// Writes the content to a stream. What it throws is passed on, and the old file stays as it was.
    /// </param>
    /// <param name="options">How the file is written. The default is <see cref="AtomicFileOptions.Default"/>.</param>
    /// <inheritdoc cref="Write(string, ReadOnlyMemory{byte}, AtomicFileOptions?)"/>
    public static void Write(string path, Action<Stream> write, AtomicFileOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);

        options ??= AtomicFileOptions.Default;
        string target = FinalTarget(path);
        string temporary = options.TemporaryPath ?? $"{target}.{Guid.NewGuid():N}.tmp";
        CheckTarget(target, options);

        try
        {
            using (FileStream file = Create(temporary, target, options))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            if (options.ReplaceReadOnly && File.Exists(target))
                File.SetAttributes(target, File.GetAttributes(target) & ~FileAttributes.ReadOnly);
            File.Move(temporary, target, options.Overwrite);
            DurableFolder.FlushEntryOf(target);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    /// <summary>The file that a link leads to is replaced, and not the link.</summary>
    private static string FinalTarget(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
    }

    private static void CheckTarget(string target, AtomicFileOptions options)
    {
        if (Directory.Exists(target))
            throw new IOException($"'{target}' is a folder.");
        RegularFile.ThrowIfSpecial(target); // To replace a device or a pipe would destroy it.
        if (options.TemporaryPath is { } temporary)
            RegularFile.ThrowIfSpecial(temporary); // To open a pipe can wait without end.
        if (!File.Exists(target))
            return;

        if (!options.Overwrite)
            throw new IOException($"The file '{target}' already exists.");
        if (!options.ReplaceReadOnly && File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
            throw new UnauthorizedAccessException($"The file '{target}' is read-only.");
    }

    private static FileStream Create(string temporary, string target, AtomicFileOptions options)
    {
        var stream = new FileStreamOptions
        {
            // A path that the caller chose may still have the file of a process that was killed.
            Mode = options.TemporaryPath is null ? FileMode.CreateNew : FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };

        if (OperatingSystem.IsWindows())
            return new FileStream(temporary, stream);

        if (options.UnixCreateMode is { } mode)
            stream.UnixCreateMode = mode;

        var file = new FileStream(temporary, stream);
        try
        {
            if (options.UnixCreateMode is null && File.Exists(target))
                File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(target) | UnixFileMode.UserWrite);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The error that led here says what is wrong, and a temporary file harms nothing.
        }
    }
}
