namespace Marianne.Storage.Tests;

/// <summary>Files that other implementations wrote.</summary>
internal static class Fixtures
{
    /// <summary>The path of one.</summary>
    public static string PathOf(params string[] names) => Path.Combine([AppContext.BaseDirectory, "fixtures", "peer", .. names]);
}
