namespace Marianne.Storage.Json;

/// <summary>The paths of a job's files.</summary>
/// <param name="Folder">The folder of the files.</param>
/// <param name="Stem">The common part of their names.</param>
internal sealed record JobFiles(string Folder, string Stem)
{
    /// <summary>The maximum number of bytes that an extension adds to a name.</summary>
    public const int LongestExtension = 8;

    /// <summary>The extension of the file that other implementations read and write as well.</summary>
    public const string JobExtension = ".json";

    /// <summary>The extension of <see cref="Copied"/>.</summary>
    public const string CopiedExtension = ".copied";

    /// <summary>The extension of <see cref="Copying"/>.</summary>
    public const string CopyingExtension = ".copying";

    /// <summary>The job itself, in the layout of the Python implementation.</summary>
    public string Job => Named(JobExtension);

    /// <summary>The recorded attempts.</summary>
    public string AttemptLog => Named(".history");

    /// <summary>The figures of the attempts that were cleared.</summary>
    public string Cleared => Named(".cleared");

    /// <summary>The folder of the execution histories attached to the job and its sheets.</summary>
    public string Histories => Named(".steps");

    /// <summary>The host and the start time of the runner process.</summary>
    public string Runner => Named(".runner");

    /// <summary>The description, for which other implementations have no key.</summary>
    public string Description => Named(".about");

    /// <summary>The tags.</summary>
    public string Tags => Named(".tags");

    /// <summary>What the job was forked from, and the id of its run.</summary>
    public string Origin => Named(".origin");

    /// <summary>The measures of the sheets.</summary>
    public string Measures => Named(".sheets");

    /// <summary>The outputs of the sheets.</summary>
    public string Outputs => Named(".outputs");

    /// <summary>The approvals that its sheets ask for, and their answers.</summary>
    public string Approvals => Named(ApprovalsFile.Extension);

    /// <summary>The items that its sheets work on.</summary>
    public string Items => Named(".items");

    /// <summary>The claims of the job and its sheets.</summary>
    public string Claims => Named(".claims");

    /// <summary>The file that is locked while the job changes.</summary>
    public string Lock => Named(".lock");

    /// <summary>The temporary file that is written before it replaces another. Only the owner of the lock uses it.</summary>
    public string Unfinished => Named(".saving");

    /// <summary>
    /// The folder of a complete job that replaces this one, as long as its files are put in place. It is valid only beside
    /// the job that it replaces.
    /// </summary>
    public string Copied => Named(CopiedExtension);

    /// <summary>The folder of a job that is being imported. It is not valid yet.</summary>
    public string Copying => Named(CopyingExtension);

    /// <summary>The files to read: those of the job, or those of the job that replaces it.</summary>
    public JobFiles Current =>
        Directory.Exists(Copied) && File.Exists(Job) ? new JobFiles(Copied, Stem) : this;

    private string Named(string extension) => Path.Combine(Folder, Stem + extension);
}
