namespace Marianne.Commands;

/// <summary>Creates the errors of connecting to stores.</summary>
internal static class ConnectionErrors
{
    /// <summary>The store was disconnected.</summary>
    public static MarianneException Closed(MarianneStore store) => new(
        MarianneError.StoreClosed,
        $"The store {store} was closed by Disconnect-Marianne. Use Connect-Marianne to connect to it again.",
        store);

    /// <summary>The session could not be connected to another store, so it continues with the one that it has.</summary>
    public static MarianneException NotConnected(MarianneException cause, MarianneStore current) => new(
        cause.Error, $"{cause.Message} The session is not connected to it: it still uses the store {current}.", cause.Target);

    /// <summary>The session has no open store at a path.</summary>
    public static MarianneException NotConnectedTo(string path) => new(
        MarianneError.InvalidParameter,
        $"The session is not connected to a store at '{path}'. Get-MarianneStore shows the store of the session.",
        path);

    /// <summary>A store in memory or on a server has no files to check.</summary>
    public static MarianneException NoFiles(MarianneStore store) => new(
        MarianneError.InvalidParameter,
        $"A store {(store.ConnectionString is null ? "in memory" : "on a server")} has no files that could be damaged. Specify a path, "
        + "or the store of a file or a folder.");

    /// <summary>A file of the module is missing.</summary>
    public static MarianneException IncompleteInstallation(string path) => new(
        MarianneError.StoreFailed, $"The module installation is incomplete: '{path}' is missing. Reinstall it.", path);
}
