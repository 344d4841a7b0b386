using System.Text.Json;

namespace Marianne.Storage.Json;

/// <summary>
/// The text of a job's file: its sheets, and what is around them. A change of one sheet leaves the texts of the others as they are.
/// </summary>
/// <param name="Content">The bytes of the file.</param>
/// <param name="Root">The object in the file.</param>
/// <param name="IsWhole">Indicates whether it has the sheets. Otherwise, it has an empty object in their place.</param>
/// <param name="Sheets">The members of the object with the sheets; <c>null</c> if the file does not have one such object.</param>
internal sealed record JobText(ReadOnlyMemory<byte> Content, JsonElement Root, bool IsWhole, IReadOnlyList<SheetText>? Sheets)
{
    /// <summary>Returns the text of a parsed file.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="root">The object in it.</param>
    public static JobText Of(ReadOnlyMemory<byte> content, JsonElement root) => new(content, root, IsWhole: true, SheetsOf(root));

    /// <summary>Returns the text of a file that was written, of which the texts of the sheets are known.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="value">The part of it that is the object with the sheets.</param>
    /// <param name="sheets">Its members.</param>
    public static JobText Of(ReadOnlyMemory<byte> content, Range value, IReadOnlyList<SheetText> sheets)
    {
        byte[] withoutSheets = [.. content.Span[..value.Start], .. "{}"u8, .. content.Span[value.End..]];
        using var document = JsonDocument.Parse(withoutSheets, JsonFile.DocumentOptions);
        return new JobText(content, document.RootElement.Clone(), IsWhole: false, sheets);
    }

    /// <summary>Returns what can be kept until the file is read again. The texts of sheets that are the same as before are reused.</summary>
    /// <param name="former">What was kept before; <c>null</c> if nothing was.</param>
    public JobText ToKept(JobText? former)
    {
        Dictionary<string, SheetText> known = [];
        foreach (SheetText sheet in former?.Sheets ?? [])
        {
            if (sheet.Name is { } name)
                known[name] = sheet;
        }

        return this with { Sheets = Sheets?.Select(Keep).ToArray() };

        SheetText Keep(SheetText sheet) =>
            sheet.Name is { } name && known.TryGetValue(name, out SheetText? same) && same.Member.SequenceEqual(sheet.Member)
                ? same
                : sheet.ToKept();
    }

    private static SheetText[]? SheetsOf(JsonElement root)
    {
        JsonProperty[] found = [.. root.EnumerateObject().Where(member => JsonFile.NameOf(member) == SheetsField.Name)];
        return found is [{ Value.ValueKind: JsonValueKind.Object }]
            ? [.. found[0].Value.EnumerateObject().Select(SheetText.Of)]
            : null;
    }
}
