namespace Marianne.Storage;

/// <summary>The errors of stores, made in one place. Each names the thing and says what to do.</summary>
internal static class StoreErrors
{
    /// <summary>A file of the store is damaged.</summary>
    public static MarianneException Corrupt(string path, string why) => new(
        MarianneError.StoreCorrupt,
        $"'{path}' is damaged: {why}. Nothing was written. Restore it from a backup, or move it away and start "
        + "a new one; Repair-MarianneJob rebuilds a job from what it left behind.",
        path);

    /// <summary>There is no store.</summary>
    public static MarianneException NotFound(string path) => new(
        MarianneError.StoreNotFound,
        $"There is no store at '{path}'. Check the path; Connect-Marianne without -MustExist makes a store.",
        path);

    /// <summary>A newer version wrote the store.</summary>
    public static MarianneException TooNew(string path, int version, int known) => new(
        MarianneError.StoreTooNew,
        $"'{path}' has schema version {version}, and this version of Marianne knows {known} and older ones. Nothing "
        + "was written. Update the module with Update-Module Marianne.",
        path);

    /// <summary>The store cannot be written.</summary>
    public static MarianneException ReadOnly(string path) => new(
        MarianneError.StoreReadOnly,
        $"'{path}' cannot be written: the file or its disk is read-only. Nothing was written. Make it writable, or "
        + "go on in another store; Copy-MarianneJob copies the jobs.",
        path);

    /// <summary>The store may not be read, written or made.</summary>
    public static MarianneException AccessDenied(string path, string why) => new(
        MarianneError.StoreAccessDenied,
        $"'{path}' may not be used by this account: {why.TrimEnd('.')}. Ask its owner for access, or choose another "
        + "place for the store.",
        path);

    /// <summary>The disk is full.</summary>
    public static MarianneException Full(string path) => new(
        MarianneError.StoreFull,
        $"There is no room left on the disk of '{path}'. What was saved before is whole, this was not written. Free "
        + "some space and save again.",
        path);

    /// <summary>Somebody else kept the store locked.</summary>
    public static MarianneException Busy(string path) => new(
        MarianneError.StoreBusy,
        $"'{path}' stayed locked by another process for too long. Nothing was written. Find out who holds it, and try "
        + "again.",
        path);

    /// <summary>What is there is no store.</summary>
    public static MarianneException NotAStore(string path, string why) => new(
        MarianneError.NotAStore,
        $"'{path}' is not a store that can be used here: {why}. It was left as it is. Give the path of a store, or of a place where "
        + "nothing is yet.",
        path);

    /// <summary>The store was closed.</summary>
    public static MarianneException Closed(string? location) => new(
        MarianneError.StoreClosed,
        $"The store{Named(location)} was closed. Connect to it again with Connect-Marianne.",
        location);

    /// <summary>Reading or writing failed for a reason that has no error of its own.</summary>
    public static MarianneException Failed(string path, string why) => new(
        MarianneError.StoreFailed,
        $"'{path}' cannot be used: {why.TrimEnd('.')}. What was saved before is whole; put the cause right and try "
        + "again.",
        path);

    /// <summary>The error of a failed attempt to read a file.</summary>
    public static MarianneException Reading(string path, Exception error) => error switch
    {
        UnauthorizedAccessException => AccessDenied(path, error.Message),
        _ => Failed(path, error.Message),
    };

    /// <summary>The error of a failed attempt to write a file.</summary>
    public static MarianneException Writing(string path, Exception error) => error switch
    {
        UnauthorizedAccessException => ReadOnly(path),
        _ when IsFull(error) => Full(path),
        _ when IsReadOnlyDisk(error) => ReadOnly(path),
        _ => Failed(path, error.Message),
    };

    /// <summary>Whether a file could not be opened because somebody else has it to himself.</summary>
    public static bool IsLocked(IOException error) =>
        error.HResult == Code(windows: 32, linux: 11, mac: 35);

    private static bool IsFull(Exception error) =>
        error.HResult == Code(windows: 112, linux: 28, mac: 28)
        || error.HResult == Code(windows: 39, linux: 122, mac: 69);

    private static bool IsReadOnlyDisk(Exception error) => error.HResult == Code(windows: 19, linux: 30, mac: 30);

    /// <summary>What .NET puts into HResult: an error of Windows with its facility, elsewhere the bare errno.</summary>
    private static int Code(int windows, int linux, int mac) =>
        OperatingSystem.IsWindows() ? unchecked((int)0x80070000) + windows : OperatingSystem.IsMacOS() ? mac : linux;

    private static string Named(string? location) => location is null ? "" : $" '{location}'";
}
