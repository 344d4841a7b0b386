using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// The measures of a job's sheets, in a file beside the job's. Each entry names the attempt that it belongs to, and is
/// ignored if the sheet has had another attempt since.
/// </summary>
internal sealed class MeasuresFile
{
    private readonly JobFiles _files;
    private readonly string _createdAt;
    private readonly Dictionary<int, MeasuresNote?> _notes;
    private readonly ReadJob? _known;

    private MeasuresFile(JobFiles files, string createdAt, Dictionary<int, MeasuresNote?> notes, ReadJob? known)
    {
        _known = known;
        _files = files;
        _createdAt = createdAt;
        _notes = notes;
    }

    /// <summary>
    /// Reads the notes of a job. There are none if the file does not exist or belongs to an earlier job with the same id.
    /// </summary>
    /// <param name="files">The job's files.</param>
    /// <param name="job">The job.</param>
    /// <param name="known">What was read of the job before; <c>null</c> if that is not kept.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The file is damaged or cannot be read.</exception>
    public static async ValueTask<MeasuresFile> ReadAsync(
        JobFiles files, Job job, ReadJob? known, CancellationToken cancellationToken)
    {
        string createdAt = StoredTime.WithZ(job.CreatedAt);
        MeasuresNotes? read = await CompanionFiles
            .ReadAsync(files.Measures, CompanionJson.Default.MeasuresNotes, cancellationToken, known).ConfigureAwait(false);
        return new MeasuresFile(files, createdAt, read?.CreatedAt == createdAt ? new(read.Sheets ?? []) : [], known);
    }

    /// <summary>Sets the measures of a job's sheets.</summary>
    /// <param name="job">The job.</param>
    /// <param name="only">The numbers of the sheets; <c>null</c> for all.</param>
    public void Apply(Job job, IReadOnlyCollection<int>? only) => JsonFile.Read(_files.Measures, () => Set(job, only));

    /// <summary>Updates the notes of sheets. Returns <c>false</c> if nothing changed.</summary>
    public bool Update(IEnumerable<Sheet> sheets)
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
            isChanged |= _notes.GetValueOrDefault(sheet.Number)?.IsSameAs(note) is not true;
            _notes[sheet.Number] = note;
        }

        return isChanged;
    }

    /// <summary>Writes the notes, or deletes the file if there are none.</summary>
    public void Write()
    {
        if (_notes.Count == 0)
        {
            DurableFile.Delete(_files.Measures);
            return;
        }

        var content = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(content))
            Write(writer);
        DurableFile.Write(_files.Measures, _files.Unfinished, content.WrittenMemory);
        _known?.Keep(_files.Measures, content.WrittenMemory, new MeasuresNotes(_createdAt, new(_notes)));
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("created_at", _createdAt);
        writer.WriteStartObject("sheets");
        foreach ((int number, MeasuresNote? note) in _notes)
        {
            writer.WritePropertyName(number.ToString(CultureInfo.InvariantCulture));
            writer.WriteRawValue(note is null ? "null"u8 : note.Text, skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void Set(Job job, IReadOnlyCollection<int>? only)
    {
        foreach ((int number, MeasuresNote? note) in _notes)
        {
            if (note is null || only?.Contains(number) == false || !job.HasSheet(number) || !note.BelongsTo(job.Sheets[number - 1]))
                continue;

            Sheet sheet = job.Sheets[number - 1];
            if (note.ReadMeasures is { } measures)
                sheet.Measures = measures;
            else
                sheet.SetUnreadable(nameof(sheet.Measures), new("measures", note.MeasuresText, StoredJson.NotMeasures));
        }
    }
}

/// <summary>
/// The notes of a job by sheet number. The creation time distinguishes the job from a later one with the same id.
/// </summary>
internal sealed record MeasuresNotes(string? CreatedAt, Dictionary<int, MeasuresNote?>? Sheets);

/// <summary>The measures of a sheet and the attempt that they belong to.</summary>
internal sealed record MeasuresNote(int AttemptCount, string? StartedAt, JsonElement? Measures)
{
    private StrongBox<SheetMeasures?>? _measures;

    /// <summary>The note as it is in the file. It is rendered once, because each change writes the notes of all sheets.</summary>
    [JsonIgnore]
    public byte[] Text => field ??= JsonSerializer.SerializeToUtf8Bytes(this, CompanionJson.Default.MeasuresNote);

    /// <summary>The measures as they are in the file.</summary>
    [JsonIgnore]
    public string MeasuresText => Measures?.GetRawText() ?? "null";

    /// <summary>The measures; <c>null</c> if they cannot be read.</summary>
    [JsonIgnore]
    public SheetMeasures? ReadMeasures => (_measures ??= new(StoredJson.Measures(MeasuresText))).Value;

    /// <summary>Creates the note of a sheet.</summary>
    public static MeasuresNote Of(Sheet sheet)
    {
        // Unreadable measures from a store of another kind may not be JSON.
        string text = StoredJson.Measures(sheet);
        using var document = JsonDocument.Parse(
            JsonFile.IsJson(text) ? text : JsonSerializer.Serialize(text, CompanionJson.Default.String));
        string? startedAt = sheet.StartedAt is { } start ? StoredTime.WithZ(start) : null;
        return new MeasuresNote(sheet.AttemptCount, startedAt, document.RootElement.Clone());
    }

    /// <summary>Determines whether the note belongs to the current attempt of a sheet.</summary>
    public bool BelongsTo(Sheet sheet) => AttemptCount == sheet.AttemptCount && StartedAt switch
    {
        null => sheet.StartedAt is null,
        _ => StoredTime.TryParse(StartedAt, out DateTimeOffset start) && start == sheet.StartedAt,
    };

    /// <summary>Determines whether two notes have the same content.</summary>
    public bool IsSameAs(MeasuresNote other) =>
        (AttemptCount, StartedAt, Measures?.GetRawText())
        == (other.AttemptCount, other.StartedAt, other.Measures?.GetRawText());
}
