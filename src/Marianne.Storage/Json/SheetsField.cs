using System.Globalization;
using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The key that holds the sheets by their numbers. A save writes the sheets that changed.</summary>
internal sealed class SheetsField() : JsonField<Job>(SheetsField.Name, nameof(Job.Sheets))
{
    /// <summary>The key.</summary>
    public const string Name = "sheets";

    /// <inheritdoc/>
    public override void Read(Job owner, JsonElement value) => Read(owner, value, only: null, known: null);

    /// <summary>Reads the sheets.</summary>
    /// <param name="owner">The job.</param>
    /// <param name="value">The sheets by number.</param>
    /// <param name="only">The numbers of the sheets that are read; <c>null</c> for all.</param>
    /// <param name="known">What was read of the job before; <c>null</c> if that is not kept.</param>
    public void Read(Job owner, JsonElement value, IReadOnlyCollection<int>? only, ReadJob? known)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            owner.SetUnreadable(Property, new UnreadableValue(Key, value.GetRawText(), "it is not a JSON object"));
            return;
        }

        var unknown = new List<JsonProperty>();
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (NumberOf(member, owner) is not { } number || member.Value.ValueKind != JsonValueKind.Object)
                unknown.Add(member);
            else if (only?.Contains(number) != false)
                owner.Sheets.Put(SheetOf(number, member.Value));
        }

        if (unknown.Count > 0)
            owner.SetUnreadable(Property, Describe(unknown, owner));

        Sheet SheetOf(int number, JsonElement from) => known is null
            ? ReadSheet(owner.Id, number, from)
            : known.SheetOf(owner.Id, number, from, changed => ReadSheet(owner.Id, number, changed));
    }

    /// <inheritdoc/>
    public override bool Holds(JsonElement value, Job owner) => !owner.Sheets.Changed.Any();

    /// <inheritdoc/>
    public override void Write(Job owner, JsonElement existing, PythonJsonWriter writer)
    {
        Dictionary<int, Sheet> changed = owner.Sheets.Changed.ToDictionary(sheet => sheet.Number);
        if (changed.Count == 0)
        {
            writer.Raw(existing.GetRawText());
            return;
        }

        JsonElement sheets = existing.ValueKind == JsonValueKind.Object ? existing : JsonLayout.Job.Blank.GetProperty(Key);
        writer.StartObject();
        foreach (JsonProperty member in sheets.EnumerateObject())
        {
            if (NumberOf(member, owner) is { } number && changed.Remove(number, out Sheet? sheet))
                WriteSheet(sheet, member.Value, writer);
            else
                writer.Raw(member.ToString());
        }

        foreach (Sheet sheet in changed.Values.OrderBy(sheet => sheet.Number))
        {
            if (!JsonLayout.Sheet.IsBlank(sheet, JsonLayout.SheetNumber))
                WriteSheet(sheet, JsonLayout.Sheet.Blank, writer);
        }

        writer.EndObject();
    }

    /// <inheritdoc/>
    protected override void WriteValue(Job owner, PythonJsonWriter writer) =>
        Write(owner, JsonLayout.Job.Blank.GetProperty(Key), writer);

    private static int? NumberOf(JsonProperty member, Job job) =>
        int.TryParse(JsonFile.NameOf(member), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && job.HasSheet(number)
            ? number
            : null;

    private static Sheet ReadSheet(string jobId, int number, JsonElement from)
    {
        var sheet = new Sheet(jobId, number);
        JsonLayout.Sheet.Read(sheet, from);
        return sheet;
    }

    private static void WriteSheet(Sheet sheet, JsonElement over, PythonJsonWriter writer)
    {
        writer.Name(sheet.Number.ToString(CultureInfo.InvariantCulture));
        bool isSheet = over.ValueKind == JsonValueKind.Object;
        JsonLayout.Sheet.Write(sheet, isSheet ? over : JsonLayout.Sheet.Blank, writer);
    }

    private UnreadableValue Describe(List<JsonProperty> unknown, Job job) => new(
        Key,
        "{" + string.Join(", ", unknown) + "}",
        $"the job has the sheets 1 to {job.TotalSheets}, not: "
        + string.Join(", ", unknown.Select(JsonFile.NameOf)));
}
