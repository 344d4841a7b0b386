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
    public static async ValueTask ReadAsync(
        JobFiles files, Job job, IReadOnlyCollection<int>? only, ReadJob? known, CancellationToken cancellationToken)
    {
        Dictionary<int, ItemNote> notes = await NotesOfAsync(files, job, known, cancellationToken).ConfigureAwait(false);
        foreach ((int number, ItemNote note) in notes.Where(entry => job.HasSheet(entry.Key) && only?.Contains(entry.Key) != false))
            job.Sheets[number - 1].LoadItem(ItemOf(note));
    }

    /// <summary>Returns the item of a sheet, or <c>null</c> if it has none.</summary>
    /// <exception cref="MarianneException">The file is damaged or cannot be read.</exception>
    public static async ValueTask<SheetItem?> FindAsync(
        JobFiles files, Job job, int number, ReadJob? known, CancellationToken cancellationToken)
    {
        Dictionary<int, ItemNote> notes = await NotesOfAsync(files, job, known, cancellationToken).ConfigureAwait(false);
        return job.HasSheet(number) && notes.TryGetValue(number, out ItemNote? note) ? ItemOf(note) : null;
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

    private static async ValueTask<Dictionary<int, ItemNote>> NotesOfAsync(
        JobFiles files, Job job, ReadJob? known, CancellationToken cancellationToken)
    {
        if (!job.HasItems)
            return [];

        ItemNotes? notes = await CompanionFiles
            .ReadAsync(files.Items, CompanionJson.Default.ItemNotes, cancellationToken, known).ConfigureAwait(false);
        return notes?.CreatedAt == StoredTime.WithZ(job.CreatedAt) ? notes.Items ?? [] : [];
    }

    private static SheetItem ItemOf(ItemNote note) => new(note.Parent, note.Key, note.Position) { Value = note.Value };

    private static ItemNote NoteOf(SheetItem item) => new(item.Parent, item.Key, item.Position, item.Value ?? "null");
}
