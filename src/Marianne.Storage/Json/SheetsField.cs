using System.Globalization;
using System.Text;
using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The key that holds the sheets by their numbers. A save writes the sheets that changed.</summary>
internal sealed class SheetsField() : JsonField<Job>(SheetsField.Name, nameof(Job.Sheets))
{
    /// <summary>The key.</summary>
    public const string Name = "sheets";

    /// <inheritdoc/>
    public override void Read(Job owner, JsonElement value) => Read(owner, value, only: null);

    /// <summary>Reads the sheets.</summary>
    /// <param name="owner">The job.</param>
    /// <param name="value">The sheets by number.</param>
    /// <param name="only">The numbers of the sheets that are read; <c>null</c> for all.</param>
    public void Read(Job owner, JsonElement value, IReadOnlyCollection<int>? only)
    {
        if (value.ValueKind == JsonValueKind.Object)
            Read(owner, value.EnumerateObject().Select(SheetText.Of), only);
        else
            owner.SetUnreadable(Property, new UnreadableValue(Key, value.GetRawText(), "it is not a JSON object"));
    }

    /// <inheritdoc cref="Read(Job, JsonElement, IReadOnlyCollection{int}?)"/>
    public void Read(Job owner, IEnumerable<SheetText> value, IReadOnlyCollection<int>? only)
    {
        var unknown = new List<SheetText>();
        foreach (SheetText member in value)
        {
            if (NumberOf(member, owner) is not { } number)
                unknown.Add(member);
            else if (only?.Contains(number) == false)
                continue;
            else if (member.SheetOf(owner.Id, number) is { } sheet)
                owner.Sheets.Put(sheet);
            else
                unknown.Add(member);
        }

        if (unknown.Count > 0)
            owner.SetUnreadable(Property, Describe(unknown, owner));
    }

    /// <inheritdoc/>
    public override bool Holds(JsonElement value, Job owner) => !owner.Sheets.Changed.Any();

    /// <inheritdoc/>
    public override void Write(Job owner, JsonElement existing, PythonJsonWriter writer)
    {
        if (!owner.Sheets.Changed.Any())
        {
            writer.Raw(existing.GetRawText());
            return;
        }

        JsonElement sheets = existing.ValueKind == JsonValueKind.Object ? existing : JsonLayout.Job.Blank.GetProperty(Key);
        Write(owner, sheets.EnumerateObject().Select(SheetText.Of), writer);
    }

    /// <summary>Writes the sheets, and returns their texts.</summary>
    /// <param name="owner">The job.</param>
    /// <param name="existing">The texts of the sheets in the file.</param>
    /// <param name="writer">The writer.</param>
    public static List<SheetText> Write(Job owner, IEnumerable<SheetText> existing, PythonJsonWriter writer)
    {
        Dictionary<int, Sheet> changed = owner.Sheets.Changed.ToDictionary(sheet => sheet.Number);
        var written = new List<SheetText>();
        writer.StartObject();
        foreach (SheetText member in existing)
        {
            if (NumberOf(member, owner) is { } number && changed.Remove(number, out Sheet? sheet))
            {
                written.Add(WriteSheet(sheet, member.Value, writer));
            }
            else
            {
                writer.Raw(member.Member);
                written.Add(member);
            }
        }

        foreach (Sheet sheet in changed.Values.OrderBy(sheet => sheet.Number))
        {
            if (!JsonLayout.Sheet.IsBlank(sheet, JsonLayout.SheetNumber))
                written.Add(WriteSheet(sheet, JsonLayout.Sheet.Blank, writer));
        }

        writer.EndObject();
        return written;
    }

    /// <inheritdoc/>
    protected override void WriteValue(Job owner, PythonJsonWriter writer) =>
        Write(owner, JsonLayout.Job.Blank.GetProperty(Key), writer);

    private static int? NumberOf(SheetText member, Job job) =>
        int.TryParse(member.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && job.HasSheet(number)
            ? number
            : null;

    private static SheetText WriteSheet(Sheet sheet, JsonElement over, PythonJsonWriter writer)
    {
        string name = sheet.Number.ToString(CultureInfo.InvariantCulture);
        int start = writer.Written.Length;
        writer.Name(name);
        bool isSheet = over.ValueKind == JsonValueKind.Object;
        JsonLayout.Sheet.Write(sheet, isSheet ? over : JsonLayout.Sheet.Blank, writer);

        ReadOnlySpan<byte> written = writer.Written.Span[start..];
        return SheetText.Of(name, written[written.IndexOf((byte)'"')..]); // Without what separates it from the member before.
    }

    private UnreadableValue Describe(List<SheetText> unknown, Job job) => new(
        Key,
        "{" + string.Join(", ", unknown.Select(member => Encoding.UTF8.GetString(member.Member))) + "}",
        $"the job has the sheets 1 to {job.TotalSheets}, not: "
        + string.Join(", ", unknown.Select(member => member.Name)));
}
