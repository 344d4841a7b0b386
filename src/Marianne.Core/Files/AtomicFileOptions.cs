namespace Marianne.Files;

/// <summary>How <see cref="AtomicFile"/> writes a file.</summary>
public sealed record AtomicFileOptions
{
    /// <summary>The options that are used if none are given.</summary>
    public static AtomicFileOptions Default { get; } = new();

    /// <summary>Indicates whether an existing file is replaced; otherwise it is an error. The default is <c>true</c>.</summary>
    public bool Overwrite { get; init; } = true;

    /// <summary>
    /// Indicates whether an existing file is replaced although it is read-only; otherwise it is an error. The default is
    /// <c>false</c>.
    /// </summary>
    public bool ReplaceReadOnly { get; init; }

    /// <summary>
    /// The full path of the temporary file, in the folder of the target. A file that is there is overwritten, so only one
    /// process at a time may use the path. The default is <c>null</c>: a new name beside the target.
    /// </summary>
    public string? TemporaryPath { get; init; }

    /// <summary>
    /// The permissions of the file, if the system is not Windows. The default is <c>null</c>: those of the file that is
    /// replaced, or the system's default for a new file.
    /// </summary>
    public UnixFileMode? UnixCreateMode { get; init; }
}
