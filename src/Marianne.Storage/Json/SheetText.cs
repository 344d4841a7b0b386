using System.Text;
using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// A member of the sheets in a job's file: its name and its value, exactly as they are in the file. Those that are kept between reads are
/// not parsed again. It can be used by several threads.
/// </summary>
internal sealed class SheetText
{
    private readonly object _lock = new();
    private readonly JsonProperty? _property;
    private byte[]? _member;
    private Sheet? _sheet;

    private SheetText(string? name, byte[]? member, JsonProperty? property) => (Name, _member, _property) = (name, member, property);

    /// <summary>The name, which is the number of a sheet; <c>null</c> if it contains an unpaired surrogate.</summary>
    public string? Name { get; }

    /// <summary>The name and the value.</summary>
    public ReadOnlySpan<byte> Member => Bytes;

    /// <summary>The value.</summary>
    public JsonElement Value => _property?.Value ?? Parse();

    private byte[] Bytes => _member ??= Encoding.UTF8.GetBytes(_property!.Value.ToString());

    /// <summary>Returns a member of a parsed file, which it keeps alive.</summary>
    /// <param name="member">The member.</param>
    public static SheetText Of(JsonProperty member) => new(JsonFile.NameOf(member), member: null, member);

    /// <summary>Returns a member that was written.</summary>
    /// <param name="name">The name.</param>
    /// <param name="member">The name and the value.</param>
    public static SheetText Of(string name, ReadOnlySpan<byte> member) => new(name, member.ToArray(), property: null);

    /// <summary>Returns what can be kept until the file is read again, without the rest of the file.</summary>
    public SheetText ToKept() => new(Name, Bytes, property: null);

    /// <summary>Returns the sheet, which belongs to the caller; <c>null</c> if the value is not an object.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="number">The sheet's number.</param>
    public Sheet? SheetOf(string jobId, int number)
    {
        lock (_lock)
        {
            if (_sheet?.JobId != jobId)
                _sheet = Read(jobId, number);
            return _sheet?.Copy();
        }
    }

    private Sheet? Read(string jobId, int number)
    {
        JsonElement value = Value;
        if (value.ValueKind != JsonValueKind.Object)
            return null;

        var sheet = new Sheet(jobId, number);
        JsonLayout.Sheet.Read(sheet, value);
        sheet.AcceptChanges(); // So that lists of copies do not take them for changed.
        return sheet;
    }

    private JsonElement Parse()
    {
        byte[] text = [(byte)'{', .. Bytes, (byte)'}'];
        using var document = JsonDocument.Parse(text, JsonFile.DocumentOptions);
        return document.RootElement.EnumerateObject().First().Value.Clone();
    }
}
