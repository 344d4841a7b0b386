using System.Globalization;
using Marianne.Files;
using Marianne.Storage.Sqlite;
using Marianne.Text;

namespace Marianne.Storage;

/// <summary>Creates the errors of stores. Each message names the thing and says what to do.</summary>
internal static class StoreErrors
{
    private const string JobAdvice = " Repair-MarianneJob can rebuild a job from the files that its sheets created.";

    private const string CorruptAdvice =
        "Restore the store from a backup, or copy what can be read to a new store with Repair-MarianneStore -Destination."
        + JobAdvice;

    /// <summary>A file of the store is damaged.</summary>
    public static MarianneException Corrupt(string path, string why) => new(
        MarianneError.StoreCorrupt,
        $"'{path}' is damaged: {why}. Nothing was written. {CorruptAdvice}",
        path);

    /// <summary>The disk has no room to rewrite a store.</summary>
    public static MarianneException NoRoom(string path, long needed, long free) => new(
        MarianneError.StoreFull,
        $"'{path}' was not rewritten: that needs {ByteText.Of(needed)} of free space on its disk, and {ByteText.Of(free)} are free. Nothing "
        + "was changed. Make room on the disk, and try again.",
        path);

    /// <summary>Returns a sentence about a log that is not emptied because a reader needs it.</summary>
    /// <param name="path">The path of the database.</param>
    /// <param name="bytes">The length of the log.</param>
    /// <param name="readers">The processes that read, as far as they are known.</param>
    public static string LogInUse(string path, long bytes, IReadOnlyList<string> readers)
    {
        string size = ByteText.Of(bytes);
        string who = readers.Count == 0 ? "a process that reads the store" : string.Join(" and ", readers);
        return $"The log of '{path}' keeps its {size}, because {who} has not finished reading. It is emptied after that.";
    }

    /// <summary>A value in a file of the store is not what a reader expects there.</summary>
    public static MarianneException UnexpectedValue(string path) =>
        Corrupt(path, "a value in it has a kind or a size that it cannot have there");

    /// <summary>A job of the store is damaged.</summary>
    public static MarianneException CorruptJob(string path, string id) => new(
        MarianneError.StoreCorrupt,
        $"The job '{id}' in '{path}' is damaged and cannot be read. {CorruptAdvice}",
        id);

    /// <summary>A row of the table of jobs has no valid id.</summary>
    public static MarianneException WithoutId(string path, long row) => Corrupt(path, string.Create(
        CultureInfo.InvariantCulture, $"the job in row {row} of the table 'jobs' is left out, because its id is empty or not text"));

    /// <summary>Two files contain the same job.</summary>
    public static MarianneException Duplicate(string path, string id, string used) => Corrupt(
        path,
        $"it contains the job '{id}', which is read from '{Path.GetFileName(used)}'. Move one of the two files away, if it is a copy");

    /// <summary>The store does not exist.</summary>
    public static MarianneException NotFound(string path) => new(
        MarianneError.StoreNotFound,
        $"There is no store at '{path}'. Check the path, or create a store with Connect-Marianne without -MustExist.",
        path);

    /// <summary>The store was removed while it was open.</summary>
    public static MarianneException Removed(string path) => new(
        MarianneError.StoreNotFound,
        $"The store '{path}' was removed while it was open, so nothing was read from it or saved in it. Restore it from "
        + "a backup, or use Connect-Marianne to create a new one.",
        path);

    /// <summary>Another file or folder is in the place of the store.</summary>
    public static MarianneException Replaced(string path) => new(
        MarianneError.StoreReplaced,
        $"The store '{path}' was replaced while it was open: another one is at this path. Nothing was read from it or "
        + $"saved in it. {ToContinue(path)}",
        path);

    /// <summary>The files beside a database belong to another one, which was replaced.</summary>
    public static MarianneException LogOfAnother(string path, string log, string index) => new(
        MarianneError.StoreCorrupt,
        $"'{path}' is not opened: '{log}' belongs to the file that was there before, and its changes would damage this one. "
        + $"Nothing was written. Close the store in all processes, move '{log}' and '{index}' away, and use Connect-Marianne "
        + "again.",
        path);

    /// <summary>Something is at the path of a new store.</summary>
    public static MarianneException Exists(string path) => new(
        MarianneError.InvalidParameter,
        $"'{path}' already exists, and a repair does not change it. Specify the path of a new store.",
        path);

    /// <summary>A learning store cannot be copied to a folder.</summary>
    public static MarianneException OnlySqlite(string path) => new(
        MarianneError.InvalidParameter,
        $"A learning store cannot be copied to the folder '{path}'. Specify the path of a new SQLite file.",
        path);

    /// <summary>A newer version wrote the store.</summary>
    public static MarianneException TooNew(string path, int version, int known) => new(
        MarianneError.StoreTooNew,
        $"'{path}' has schema version {version}, but this version of Marianne supports only {known} and older. Nothing "
        + "was written. Update the module with Update-Module Marianne.",
        path);

    /// <summary>The store cannot be written.</summary>
    public static MarianneException ReadOnly(string path) => new(
        MarianneError.StoreReadOnly,
        $"'{path}' cannot be written: the file, its folder or its disk is read-only for this account. Nothing was written. "
        + "Make it writable, or continue in another store. Copy-MarianneJob copies the jobs.",
        path);

    /// <summary>Returns the error of a learning store. One that cannot be read need not keep jobs from being run.</summary>
    public static MarianneException OfLearning(MarianneException error) =>
        error.Error is MarianneError.StoreCorrupt or MarianneError.NotAStore
            ? new MarianneException(
                error.Error,
                $"{error.Message.Replace(JobAdvice, "", StringComparison.Ordinal)} To continue with another learning store, use "
                + "Connect-Marianne -LearningPath.",
                error.Target)
            : error;

    /// <summary>The account has no permission to read, write or create the store.</summary>
    public static MarianneException AccessDenied(string path, string why) => new(
        MarianneError.StoreAccessDenied,
        $"'{path}' cannot be accessed by this account: {why.TrimEnd('.')}. Ask its owner for access, or choose another "
        + "location for the store.",
        path);

    /// <summary>The disk is full.</summary>
    public static MarianneException Full(string path) => new(
        MarianneError.StoreFull,
        $"The disk of '{path}' is full. What was saved before is intact; this change was not written. Free "
        + "some space and try again.",
        path);

    /// <summary>Another process kept the store locked.</summary>
    public static MarianneException Busy(string path) => new(
        MarianneError.StoreBusy,
        $"'{path}' stayed locked by another process for too long. Nothing was written. Close that process, or try "
        + "again later.",
        path);

    /// <summary>The path does not lead to a store.</summary>
    public static MarianneException NotAStore(string path, string why) => new(
        MarianneError.NotAStore,
        $"'{path}' is not a valid store: {why}. It was not changed. Specify the path of a store, or a path "
        + "that does not exist yet.",
        path);

    /// <summary>The store was closed.</summary>
    public static MarianneException Closed(string? location) => new(
        MarianneError.StoreClosed,
        $"The store{Named(location)} was closed. Connect to it again with Connect-Marianne.",
        location);

    /// <summary>Reading or writing failed for a reason that has no error of its own.</summary>
    public static MarianneException Failed(string path, string why) => new(
        MarianneError.StoreFailed,
        $"'{path}' cannot be used: {why.TrimEnd('.')}. What was saved before is intact. Fix the cause and try "
        + "again.",
        path);

    /// <summary>Converts the error of reading a file.</summary>
    public static MarianneException Reading(string path, Exception error) => error switch
    {
        UnauthorizedAccessException => AccessDenied(path, "permission to read it is denied"),
        _ => Failed(path, Why(path, error)),
    };

    /// <summary>Converts the error of creating a store.</summary>
    public static MarianneException Creating(string path, Exception error) => error switch
    {
        UnauthorizedAccessException => AccessDenied(path, "permission to create it is denied"),
        _ when IsFull(error) => Full(path),
        _ when IsReadOnlyDisk(error) => ReadOnly(path),
        FileNotFoundException or DirectoryNotFoundException =>
            Failed(path, FileInPathOf(path) ?? "the system does not let it be created there"),
        _ => Failed(path, Why(path, error)),
    };

    /// <summary>Converts the error of writing a file.</summary>
    public static MarianneException Writing(string path, Exception error) => error switch
    {
        UnauthorizedAccessException => ReadOnly(path),
        IOException when Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder) => Removed(folder),
        _ when IsFull(error) => Full(path),
        _ when IsReadOnlyDisk(error) => ReadOnly(path),
        _ => Failed(path, Why(path, error)),
    };

    /// <summary>Determines whether a file could not be opened because another process has locked it.</summary>
    public static bool IsLocked(IOException error) =>
        error.HResult == Code(windows: 32, linux: 11, mac: 35);

    /// <summary>Returns the reason without the path, which the message names already.</summary>
    private static string Why(string path, Exception error) => error is PathTooLongException
        ? "the path, or a name in it, is too long"
        : FileInPathOf(path) ?? error.Message.Replace($" '{path}'", "", StringComparison.Ordinal);

    private static string? FileInPathOf(string path) => FolderErrorText.FileAt(Path.GetDirectoryName(path));

    private static string ToContinue(string path)
    {
        var files = new SqliteFiles(path);
        return File.Exists(files.Log)
            ? $"Close it in all processes. If '{files.Log}' and '{files.Index}' are still there then, move them away: they belong "
                + "to the file that was replaced. Then use Connect-Marianne to continue with the one that is there now."
            : "Use Connect-Marianne to continue with the one that is there now.";
    }

    private static bool IsFull(Exception error) =>
        error.HResult == Code(windows: 112, linux: 28, mac: 28)
        || error.HResult == Code(windows: 39, linux: 122, mac: 69);

    private static bool IsReadOnlyDisk(Exception error) => error.HResult == Code(windows: 19, linux: 30, mac: 30);

    /// <summary>Returns the HResult of an error: on Windows with its facility, elsewhere the errno itself.</summary>
    private static int Code(int windows, int linux, int mac) =>
        OperatingSystem.IsWindows() ? unchecked((int)0x80070000) + windows : OperatingSystem.IsMacOS() ? mac : linux;

    private static string Named(string? location) => location is null ? "" : $" '{location}'";

    /// <summary>Creates the error for a store whose jobs workers cannot share.</summary>
    /// <param name="folder">The folder of the store.</param>
    public static MarianneException NoWorkers(string folder) => new(
        MarianneError.InvalidParameter,
        $"The store '{folder}' is a folder of JSON files, and only one process at a time runs the sheets of a job in it. Use an SQLite file or "
        + "a PostgreSQL server for workers. Copy-MarianneJob copies the jobs.",
        folder);
}
