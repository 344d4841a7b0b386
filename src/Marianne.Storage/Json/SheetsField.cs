using System.Globalization;
using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The key that holds the sheets, by their numbers. A save writes those that changed.</summary>
internal sealed class SheetsField() : JsonField<Job>(SheetsField.Name, nameof(Job.Sheets))
{
    /// <summary>The key.</summary>
    public const string Name = "sheets";

    /// <inheritdoc/>
    public override void Read(Job owner, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            owner.SetUnreadable(Property, new UnreadableValue(Key, value.GetRawText(), "it is not an object"));
            return;
        }

        var strangers = new List<JsonProperty>();
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (NumberOf(member, owner) is { } number && member.Value.ValueKind == JsonValueKind.Object)
                owner.Sheets.Put(ReadSheet(owner.Id, number, member.Value));
            else
                strangers.Add(member);
        }

        if (strangers.Count > 0)
            owner.SetUnreadable(Property, Describe(strangers, owner));
    }

    /// <inheritdoc/>
    public override bool Says(JsonElement value, Job owner) => !owner.Sheets.Changed.Any();

    /// <inheritdoc/>
    public override void Write(Job owner, JsonElement there, PythonJsonWriter writer)
    {
        Dictionary<int, Sheet> changed = owner.Sheets.Changed.ToDictionary(sheet => sheet.Number);
        if (changed.Count == 0)
        {
            writer.Raw(there.GetRawText());
            return;
        }

        JsonElement sheets = there.ValueKind == JsonValueKind.Object ? there : JobFields.All.Blank.GetProperty(Key);
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
            if (!SheetFields.All.IsBlank(sheet, "sheet_num"))
                WriteSheet(sheet, SheetFields.All.Blank, writer);
        }

        writer.EndObject();
    }

    /// <inheritdoc/>
    protected override void WriteValue(Job owner, PythonJsonWriter writer) =>
        Write(owner, JobFields.All.Blank.GetProperty(Key), writer);

    private static int? NumberOf(JsonProperty member, Job job) =>
        int.TryParse(JsonFile.NameOf(member), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number >= 1
        && number <= job.TotalSheets
            ? number
            : null;

    private static Sheet ReadSheet(string jobId, int number, JsonElement from)
    {
        var sheet = new Sheet(jobId, number);
        SheetFields.All.Read(sheet, from);
        return sheet;
    }

    private static void WriteSheet(Sheet sheet, JsonElement over, PythonJsonWriter writer)
    {
        writer.Name(sheet.Number.ToString(CultureInfo.InvariantCulture));
        bool isSheet = over.ValueKind == JsonValueKind.Object;
        SheetFields.All.Write(sheet, isSheet ? over : SheetFields.All.Blank, writer);
    }

    private UnreadableValue Describe(List<JsonProperty> strangers, Job job) => new(
        Key,
        "{" + string.Join(", ", strangers) + "}",
        $"the job has the sheets 1 to {job.TotalSheets}, and these are none of them: "
        + string.Join(", ", strangers.Select(JsonFile.NameOf)));
}
