using System.Globalization;
using System.Text;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// The execution histories of a job, a file each: <c>job</c>, and <c>sheet-3</c> of a sheet. The first line of each is the
/// time when the job was made, which tells it from a later job with the same id.
/// </summary>
/// <param name="files">The files of the job.</param>
/// <param name="job">The job.</param>
internal sealed class AttachedFiles(JobFiles files, Job job)
{
    private const string OfJob = "job";
    private const string OfSheet = "sheet-";

    private readonly byte[] _mark = Encoding.UTF8.GetBytes(StoredTime.WithZ(job.CreatedAt) + "\n");

    /// <summary>Writes a history over the one that is there.</summary>
    public void Write(int? sheetNumber, IReadOnlyList<ReadOnlyMemory<byte>> content)
    {
        try
        {
            OwnerOnly.CreateFolder(files.Attached);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Writing(files.Attached, error);
        }

        DurableFile.Write(PathOf(sheetNumber), files.Unfinished, content.Prepend(_mark));
    }

    /// <summary>A history from its first byte; nothing when there is none of this very job.</summary>
    public async ValueTask<FileStream?> OpenAsync(int? sheetNumber, CancellationToken cancellationToken)
    {
        string path = PathOf(sheetNumber);
        FileStream? file = null;
        try
        {
            file = DurableFile.OpenRead(path);
            byte[] mark = new byte[_mark.Length];
            int read = await file.ReadAtLeastAsync(mark, mark.Length, false, cancellationToken).ConfigureAwait(false);
            if (mark.AsSpan(0, read).SequenceEqual(_mark))
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

    /// <summary>Which histories there are.</summary>
    public async ValueTask<List<AttachedHistory>> ListAsync(CancellationToken cancellationToken)
    {
        var histories = new List<AttachedHistory>();
        foreach (int? number in Numbers().Order())
        {
            FileStream? file = await OpenAsync(number, cancellationToken).ConfigureAwait(false);
            if (file is null)
                continue;

            await using (file.ConfigureAwait(false))
                histories.Add(new AttachedHistory(number, file.Length - _mark.Length));
        }

        return histories;
    }

    private IEnumerable<int?> Numbers()
    {
        if (!Directory.Exists(files.Attached))
            yield break;

        foreach (string name in Directory.EnumerateFiles(files.Attached).Select(Path.GetFileName)!)
        {
            if (name == OfJob)
                yield return null;
            else if (name.StartsWith(OfSheet, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(OfSheet.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                yield return number;
        }
    }

    private string PathOf(int? sheetNumber) => Path.Combine(
        files.Attached,
        sheetNumber is { } number ? OfSheet + number.ToString(CultureInfo.InvariantCulture) : OfJob);
}
