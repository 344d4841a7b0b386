using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// What runs measured of the sheets of a job, in a file beside the job's. Each note says which attempt it belongs to, and
/// does not count when the sheet has another by now.
/// </summary>
internal sealed class MeasuresFile
{
    private readonly JobFiles _files;
    private readonly string _createdAt;
    private readonly Dictionary<int, MeasuresNote?> _notes;

    private MeasuresFile(JobFiles files, string createdAt, Dictionary<int, MeasuresNote?> notes)
    {
        _files = files;
        _createdAt = createdAt;
        _notes = notes;
    }

    /// <summary>Reads the notes of a job; none when there is no file, or when it is an earlier job's of the same id.</summary>
    /// <exception cref="MarianneException">The file is damaged or may not be read.</exception>
    public static async ValueTask<MeasuresFile> ReadAsync(JobFiles files, Job job, CancellationToken cancellationToken)
    {
        string createdAt = StoredTime.WithZ(job.CreatedAt);
        MeasuresNotes? read = await CompanionFiles
            .ReadAsync(files.Sheets, CompanionJson.Default.MeasuresNotes, cancellationToken).ConfigureAwait(false);
        return new MeasuresFile(files, createdAt, read?.CreatedAt == createdAt ? read.Sheets ?? [] : []);
    }

    /// <summary>Gives the sheets of a job what is noted of them.</summary>
    public void GiveTo(Job job)
    {
        foreach ((int number, MeasuresNote? note) in _notes)
        {
            if (note is null || number < 1 || number > job.TotalSheets || !note.IsOf(job.Sheets[number - 1]))
                continue;

            Sheet sheet = job.Sheets[number - 1];
            string text = note.Measures?.GetRawText() ?? "null";
            if (StoredJson.Measures(text) is { } measures)
                sheet.Measures = measures;
            else
                sheet.SetUnreadable(nameof(sheet.Measures), new("measures", text, "it is not what a run measures"));
        }
    }

    /// <summary>Notes what was measured of sheets; false when it says so already.</summary>
    public bool Note(IEnumerable<Sheet> sheets)
    {
        bool isChanged = false;
        foreach (Sheet sheet in sheets)
        {
            if (!sheet.HasMeasures)
            {
                isChanged |= _notes.Remove(sheet.Number);
                continue;
            }

            var note = MeasuresNote.Of(sheet);
            isChanged |= _notes.GetValueOrDefault(sheet.Number)?.Says(note) is not true;
            _notes[sheet.Number] = note;
        }

        return isChanged;
    }

    /// <summary>Writes the notes; without any there is no file.</summary>
    public void Write()
    {
        if (_notes.Count == 0)
        {
            DurableFile.Delete(_files.Sheets);
            return;
        }

        var content = new MeasuresNotes(_createdAt, _notes);
        DurableFile.Write(
            _files.Sheets,
            _files.Unfinished,
            JsonSerializer.SerializeToUtf8Bytes(content, CompanionJson.Default.MeasuresNotes));
    }
}

/// <summary>The notes of a job by number. The time when it was made tells it from a later job with the same id.</summary>
internal sealed record MeasuresNotes(string? CreatedAt, Dictionary<int, MeasuresNote?>? Sheets);

/// <summary>What was measured of a sheet, and the attempt that it belongs to.</summary>
internal sealed record MeasuresNote(int AttemptCount, string? StartedAt, JsonElement? Measures)
{
    public static MeasuresNote Of(Sheet sheet)
    {
        // What could not be read in a store of another kind need not be JSON.
        string text = StoredJson.Measures(sheet);
        using var document = JsonDocument.Parse(
            JsonFile.IsJson(text) ? text : JsonSerializer.Serialize(text, CompanionJson.Default.String));
        string? startedAt = sheet.StartedAt is { } start ? StoredTime.WithZ(start) : null;
        return new MeasuresNote(sheet.AttemptCount, startedAt, document.RootElement.Clone());
    }

    public bool IsOf(Sheet sheet) => AttemptCount == sheet.AttemptCount && StartedAt switch
    {
        null => sheet.StartedAt is null,
        _ => StoredTime.TryParse(StartedAt, out DateTimeOffset start) && start == sheet.StartedAt,
    };

    public bool Says(MeasuresNote other) =>
        (AttemptCount, StartedAt, Measures?.GetRawText())
        == (other.AttemptCount, other.StartedAt, other.Measures?.GetRawText());
}
