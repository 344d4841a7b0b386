namespace Marianne.Storage.Tests;

/// <summary>Files that the Python implementation wrote.</summary>
internal static class Fixtures
{
    /// <summary>Returns the path of a file.</summary>
    public static string PathOf(params string[] names) => Path.Combine([AppContext.BaseDirectory, "fixtures", "peer", .. names]);
}
