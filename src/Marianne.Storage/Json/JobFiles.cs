namespace Marianne.Storage.Json;

/// <summary>The files of one job.</summary>
/// <param name="Folder">The folder that they lie in.</param>
/// <param name="Stem">What their names have in common.</param>
internal sealed record JobFiles(string Folder, string Stem)
{
    /// <summary>The most bytes that an extension adds to a name.</summary>
    public const int LongestExtension = 8;

    /// <summary>The extension of the file that the peer reads and writes as well.</summary>
    public const string JobExtension = ".json";

    /// <summary>The job itself, as the peer knows it.</summary>
    public string Job => Named(JobExtension);

    /// <summary>Its recorded attempts.</summary>
    public string History => Named(".history");

    /// <summary>The folder of the execution histories that are attached to it and to its sheets.</summary>
    public string Attached => Named(".steps");

    /// <summary>The host and the start mark of the process that plays it.</summary>
    public string Runner => Named(".runner");

    /// <summary>Its description, for which the peer has no key.</summary>
    public string About => Named(".about");

    /// <summary>What runs measured of its sheets.</summary>
    public string Sheets => Named(".sheets");

    /// <summary>Held by whoever changes the job.</summary>
    public string Lock => Named(".lock");

    /// <summary>Where a file of the job is written before it takes its place, by whoever holds the lock.</summary>
    public string Unfinished => Named(".saving");

    private string Named(string extension) => Path.Combine(Folder, Stem + extension);
}
