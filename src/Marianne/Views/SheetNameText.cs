using System.Management.Automation;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Formats the names of sheets for tables. Of an item whose key is a path, only the name of the file is shown. All methods accept live
/// and deserialized objects.
/// </summary>
public static class SheetNameText
{
    /// <summary>Formats the name of a sheet.</summary>
    /// <param name="sheet">A sheet.</param>
    public static string OfSheet(object sheet) =>
        TerminalText.Name(FileOf(Property(sheet, "ItemKey")) ?? Property(sheet, "Name") ?? "");

    /// <summary>Formats the name of the sheet of a record, such as an output or an event.</summary>
    /// <param name="record">A record with the property SheetName, in which the key of an item is all or in brackets.</param>
    public static string OfRecord(object record)
    {
        string name = Property(record, "SheetName") ?? "";
        string key = name.EndsWith(']') ? name[(name.IndexOf('[', StringComparison.Ordinal) + 1)..^1] : name;
        return TerminalText.Name(FileOf(key) ?? name);
    }

    private static string? Property(object instance, string name) => PSObject.AsPSObject(instance).Properties[name]?.Value as string;

    private static string? FileOf(string? key) =>
        key is not null && Path.IsPathFullyQualified(key) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(key)) : null;
}
