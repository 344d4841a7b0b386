using Marianne.Files;
using Marianne.Stores;

namespace Marianne.Running;

/// <summary>Says where a store is, by whichever path it was opened.</summary>
internal static class StorePlace
{
    /// <summary>
    /// Returns the real path of a file or folder, or the location of a server; <c>null</c> for a store in memory, which only this
    /// process knows.
    /// </summary>
    /// <param name="store">The store.</param>
    public static string? Of(IStore store) => store.Location switch
    {
        { } location when Path.IsPathFullyQualified(location) => StoredCase.Of(RealPath.Of(location)),
        var server => server,
    };
}
