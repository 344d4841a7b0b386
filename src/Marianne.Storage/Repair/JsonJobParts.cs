using System.Text.Json.Serialization.Metadata;
using Marianne.Files;
using Marianne.Storage.Json;
using Marianne.Stores;

namespace Marianne.Storage.Repair;

/// <summary>The files of a job in a folder of JSON files, of which some may be damaged.</summary>
/// <param name="files">The files.</param>
/// <param name="damages">Receives what is damaged.</param>
internal sealed class JsonJobParts(JobFiles files, List<StoreDamage> damages)
{
    private static readonly string[] Extensions =
        [".history", ".steps", ".runner", ".about", ".tags", ".origin", ".sheets", ".items", ".outputs", ".cleared", ApprovalsFile.Extension];

    /// <summary>Copies the files that are intact. Returns the id of the job, or <c>null</c> if the job itself is damaged.</summary>
    public async ValueTask<string?> CopyAsync(string folder, CancellationToken cancellationToken)
    {
        JobDocument? document = await ReadAsync(
            files.Job, () => JobDocument.ReadAsync(files, cancellationToken)).ConfigureAwait(false);
        if (document is null)
            return null;

        var copy = new JobFiles(folder, files.Stem);
        File.Copy(files.Job, copy.Job);
        await CopyAsync(files.Runner, copy.Runner, CompanionJson.Default.RunnerNote, cancellationToken).ConfigureAwait(false);
        await CopyAsync(files.Description, copy.Description, CompanionJson.Default.AboutNote, cancellationToken)
            .ConfigureAwait(false);
        await CopyAsync(files.Tags, copy.Tags, CompanionJson.Default.TagsNote, cancellationToken).ConfigureAwait(false);
        await CopyAsync(files.Origin, copy.Origin, CompanionJson.Default.OriginNote, cancellationToken).ConfigureAwait(false);
        await CopyAsync(files.Measures, copy.Measures, CompanionJson.Default.MeasuresNotes, cancellationToken)
            .ConfigureAwait(false);
        await CopyAsync(files.Cleared, copy.Cleared, CompanionJson.Default.ClearedNote, cancellationToken).ConfigureAwait(false);
        await CopyAsync(files.Items, copy.Items, CompanionJson.Default.ItemNotes, cancellationToken).ConfigureAwait(false);
        await CopyLinesAsync(
            files.AttemptLog, copy.AttemptLog, AttemptLogFile.ReadableLines, "recorded attempts", cancellationToken).ConfigureAwait(false);
        await CopyLinesAsync(
            files.Outputs, copy.Outputs, OutputLogFile.ReadableLines, "outputs of an attempt", cancellationToken).ConfigureAwait(false);
        await CopyAsync(files.Approvals, copy.Approvals, CompanionJson.Default.ApprovalsNote, cancellationToken).ConfigureAwait(false);
        CopyHistories(copy.Histories);
        return document.Id;
    }

    /// <summary>Returns a damage for each file of a folder whose job does not exist.</summary>
    public static IEnumerable<StoreDamage> WithoutJob(string folder) =>
        from entry in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)
        where Extensions.Contains(Path.GetExtension(entry)) && !File.Exists(Path.ChangeExtension(entry, JobFiles.JobExtension))
        select new StoreDamage(entry, "it belongs to a job that does not exist", IsLost: true);

    private async ValueTask CopyAsync<T>(
        string from, string to, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        T? content = await ReadAsync(from, () => CompanionFiles.ReadAsync(from, type, cancellationToken)).ConfigureAwait(false);
        if (content is not null)
            File.Copy(from, to);
    }

    private async ValueTask CopyLinesAsync(
        string from,
        string to,
        Func<string, ReadOnlyMemory<byte>, (List<byte[]> Lines, int Damaged)> read,
        string what,
        CancellationToken cancellationToken)
    {
        byte[]? content = await ReadAsync(from, () => DurableFile.ReadAsync(from, cancellationToken)).ConfigureAwait(false);
        if (content is null)
            return;

        (List<byte[]> lines, int damaged) = read(from, content);
        FileStream copy = File.Create(to);
        await using (copy.ConfigureAwait(false))
        {
            foreach (byte[] line in lines)
                await copy.WriteAsync(line, cancellationToken).ConfigureAwait(false);
        }

        if (damaged > 0)
            damages.Add(new StoreDamage(from, $"{damaged} of its lines are not {what}", IsLost: true));
    }

    private void CopyHistories(string to)
    {
        if (!Directory.Exists(files.Histories))
            return;

        Directory.CreateDirectory(to);
        foreach (string history in Directory.EnumerateFiles(files.Histories))
        {
            if (RegularFile.IsSpecial(history))
                damages.Add(new StoreDamage(history, RegularFile.SpecialText, IsLost: true));
            else
                File.Copy(history, Path.Combine(to, Path.GetFileName(history)));
        }
    }

    private async ValueTask<T?> ReadAsync<T>(string path, Func<ValueTask<T?>> read)
        where T : class
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error is MarianneError.StoreCorrupt or MarianneError.StoreFailed)
        {
            damages.Add(new StoreDamage(path, error.Message, IsLost: true));
            return null;
        }
    }
}
