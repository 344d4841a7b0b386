using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// The items of a job, in a file beside the job's. It is written as a whole and read with each change, so a job has a limited number of
/// sheets.
/// </summary>
internal static class ItemsFile
{
    /// <summary>The maximum number of sheets of a job with items.</summary>
    private const int MaximumSheets = 2_000;

    /// <summary>Sets the items of a job's sheets.</summary>
    /// <exception cref="MarianneException">The file is damaged or cannot be read.</exception>
    public static async ValueTask ReadAsync(JobFiles files, Job job, CancellationToken cancellationToken)
    {
        if (!job.HasItems)
            return;

        ItemNotes? notes = await CompanionFiles
            .ReadAsync(files.Items, CompanionJson.Default.ItemNotes, cancellationToken).ConfigureAwait(false);
        if (notes?.CreatedAt != StoredTime.WithZ(job.CreatedAt))
            return;

        foreach ((int number, ItemNote note) in (notes.Items ?? []).Where(entry => job.HasSheet(entry.Key)))
            job.Sheets[number - 1].LoadItem(new SheetItem(note.Parent, note.Key, note.Position) { Value = note.Value });
    }

    /// <summary>Writes the items of a job, if they changed.</summary>
    /// <exception cref="MarianneException">InvalidItem: the job has too many sheets for a file.</exception>
    public static void Write(JobFiles files, Job job)
    {
        bool isWritten = job.Sheets.Changed.Any(sheet => sheet.ItemChanged)
            || (job.Sheets.Known.Any(sheet => sheet.Item is not null) && !File.Exists(files.Items));
        if (!isWritten)
            return;
        if (job.TotalSheets > MaximumSheets)
            throw ItemErrors.TooManyForFiles(job.TotalSheets, MaximumSheets);

        Dictionary<int, ItemNote> notes = ItemOrder.Of(job).ToDictionary(item => item.Number, item => NoteOf(item.Item));
        var content = new ItemNotes(StoredTime.WithZ(job.CreatedAt), notes);
        DurableFile.Write(files.Items, files.Unfinished, JsonSerializer.SerializeToUtf8Bytes(content, CompanionJson.Default.ItemNotes));
    }

    private static ItemNote NoteOf(SheetItem item) => new(item.Parent, item.Key, item.Position, item.Value ?? "null");
}
