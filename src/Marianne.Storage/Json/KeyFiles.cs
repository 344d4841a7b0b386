using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The paths of the files of a key, which name the job that was last given it.</summary>
/// <param name="Folder">The folder of the store.</param>
/// <param name="Key">The key.</param>
internal sealed record KeyFiles(string Folder, JobKey Key)
{
    /// <summary>The id of the job. It is valid only while that job is unfinished.</summary>
    public string Holder => Named(".key");

    /// <summary>The file that is locked while a job is created with the key.</summary>
    public string Lock => Named(".key-lock");

    /// <summary>The temporary file that is written before it replaces <see cref="Holder"/>.</summary>
    public string Unfinished => Named(".key-saving");

    private string Named(string extension) => Path.Combine(Folder, Key.Hash[..32] + extension);
}
