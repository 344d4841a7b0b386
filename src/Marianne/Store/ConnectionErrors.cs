namespace Marianne.Commands;

/// <summary>The errors of connecting, made in one place.</summary>
internal static class ConnectionErrors
{
    /// <summary>The store was closed.</summary>
    public static MarianneException Closed(MarianneStore store) => new(
        MarianneError.StoreClosed,
        $"The store {store} was closed by Disconnect-Marianne. Connect-Marianne connects to it again.",
        store);

    /// <summary>PostgreSQL is not there yet.</summary>
    public static MarianneException NoPostgres() => new(
        MarianneError.InvalidParameter,
        "PostgreSQL stores are not supported by this version. Use -Path with an SQLite file or a folder of JSON files.");

    /// <summary>A part of the module is missing.</summary>
    public static MarianneException NotWhole(string path) => new(
        MarianneError.StoreFailed, $"The module is not whole: '{path}' is missing. Install it again.", path);
}
