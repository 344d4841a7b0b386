using System.Globalization;
using System.Text;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// The execution histories attached to a job, in one file each: <c>job</c>, and for example <c>sheet-3</c>. The first line
/// of each is the job's creation time, which distinguishes it from a later job with the same id.
/// </summary>
/// <param name="files">The job's files.</param>
/// <param name="job">The job.</param>
internal sealed class AttachedFiles(JobFiles files, Job job)
{
    private const string OfJob = "job";
    private const string OfSheet = "sheet-";

    private readonly byte[] _header = Encoding.UTF8.GetBytes(StoredTime.WithZ(job.CreatedAt) + "\n");

    /// <summary>Writes a history, replacing the existing one.</summary>
    public void Write(int? sheetNumber, IReadOnlyList<ReadOnlyMemory<byte>> content)
    {
        try
        {
            OwnerOnly.CreateFolder(files.Histories);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(files.Histories, error);
        }

        DurableFile.Write(PathOf(sheetNumber), files.Unfinished, content.Prepend(_header));
    }

    /// <summary>Opens a history at its first byte, or returns <c>null</c> if this job has none.</summary>
    public async ValueTask<FileStream?> OpenAsync(int? sheetNumber, CancellationToken cancellationToken)
    {
        string path = PathOf(sheetNumber);
        FileStream? file = null;
        try
        {
            file = DurableFile.OpenRead(path);
            byte[] header = new byte[_header.Length];
            int read = await file.ReadAtLeastAsync(header, header.Length, false, cancellationToken).ConfigureAwait(false);
            if (header.AsSpan(0, read).SequenceEqual(_header))
                return file;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Reading(path, error);
        }

        await file.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>Removes a history.</summary>
    public void Delete(int? sheetNumber) => DurableFile.Delete(PathOf(sheetNumber));

    /// <summary>Lists the histories.</summary>
    public async ValueTask<List<AttachedHistory>> ListAsync(CancellationToken cancellationToken)
    {
        var histories = new List<AttachedHistory>();
        foreach (int? number in Numbers().Order())
        {
            FileStream? file = await OpenAsync(number, cancellationToken).ConfigureAwait(false);
            if (file is null)
                continue;

            await using (file.ConfigureAwait(false))
                histories.Add(new AttachedHistory(number, file.Length - _header.Length));
        }

        return histories;
    }

    private IEnumerable<int?> Numbers()
    {
        if (!Directory.Exists(files.Histories))
            yield break;

        foreach (string name in Directory.EnumerateFiles(files.Histories).Select(Path.GetFileName)!)
        {
            if (name == OfJob)
                yield return null;
            else if (name.StartsWith(OfSheet, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(OfSheet.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                yield return number;
        }
    }

    private string PathOf(int? sheetNumber) => Path.Combine(
        files.Histories,
        sheetNumber is { } number ? OfSheet + number.ToString(CultureInfo.InvariantCulture) : OfJob);
}
