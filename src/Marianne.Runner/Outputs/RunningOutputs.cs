using System.Globalization;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Stores;
using Marianne.Text;

namespace Marianne.Outputs;

/// <summary>
/// The folder with the end of the output of each attempt that runs on this machine, so that other processes can show it. A file is
/// removed when its attempt ends; one that a killed process left behind is ignored.
/// </summary>
/// <param name="folder">The full path of the folder.</param>
/// <param name="store">The job store.</param>
internal sealed class RunningOutputs(string folder, IStore store)
{
    private const int HashDigits = 16;
    private const char Separator = '\t';

    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly string? _place = StorePlace.Of(store);

    /// <summary>The full path of the folder.</summary>
    public string Folder => folder;

    /// <summary>Indicates that there are no files, because the store is in memory: only this process knows it.</summary>
    public bool IsEmpty => _place is null;

    /// <summary>Returns the full path of the file of a sheet.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="number">The sheet's number.</param>
    public string PathOf(string jobId, int number) => Path.Combine(
        folder, string.Create(CultureInfo.InvariantCulture, $"{HexHash.Of($"{_place}\0{jobId}", HashDigits)}-{number}.txt"));

    /// <summary>Returns the first line of a file: the process that writes it.</summary>
    /// <param name="runner">The process.</param>
    public static string HeaderOf(RunnerProcess runner) =>
        string.Create(CultureInfo.InvariantCulture, $"{runner.Pid}{Separator}{runner.Host}{Separator}{runner.StartMark}");

    /// <summary>Returns the output of a sheet's running attempt so far, or <c>null</c> if there is none on this machine.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="processes">Determines whether the process that wrote it still runs.</param>
    public string? Read(string jobId, int number, IProcessList processes)
    {
        if (IsEmpty)
            return null;

        try
        {
            string path = PathOf(jobId, number);
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return Parse(reader.ReadLine()) is { } runner && processes.Examine(runner) != ProcessState.Dead ? reader.ReadToEnd() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // The attempt has written nothing yet, or another user runs it.
        }
    }

    /// <summary>Creates the folder, which only this user can read, and removes old files of killed processes.</summary>
    /// <param name="now">The current time.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public void Prepare(DateTimeOffset now)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles().Where(file => now - file.LastWriteTimeUtc > Kept))
            file.Delete();
    }

    private static RunnerProcess? Parse(string? header) =>
        header?.Split(Separator) is [var pid, var host, var mark]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? new RunnerProcess(id, host.Length == 0 ? null : host, mark.Length == 0 ? null : mark)
            : null;
}
