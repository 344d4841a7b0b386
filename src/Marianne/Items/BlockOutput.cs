using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Marianne.Outputs;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Gathers what a block writes, as JSON: nothing is no value, one object is itself, and several are a list. Files become their paths, and
/// other live objects the texts of their properties.
/// </summary>
internal sealed class BlockOutput : IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly Utf8JsonWriter _writer;
    private int _count;
    private int _depth;

    /// <summary>Initializes a new instance.</summary>
    public BlockOutput()
    {
        _writer = new Utf8JsonWriter(_bytes, JsonText.Compact);
        _writer.WriteStartArray();
    }

    /// <summary>Indicates whether the block wrote more than an output can be, so that the rest was left out.</summary>
    public bool IsTooLarge { get; private set; }

    private bool IsFull => IsTooLarge |= _bytes.Length + _writer.BytesPending > OutputLineParser.LongestLine;

    /// <summary>Adds an object, unless it belongs to another stream or passes an output on by itself.</summary>
    /// <param name="item">The object.</param>
    public void Add(PSObject item)
    {
        if (IsFull || item.BaseObject is ErrorRecord or InformationalRecord or InformationRecord
            || item.BaseObject.GetType().Namespace == ScriptOutput.FormatNamespace
            || (item.BaseObject is string line && OutputLineParser.IsReport(line)))
        {
            return;
        }

        Write(item, isInLive: false);
        IsTooLarge = IsFull;
        _count++;
    }

    /// <summary>Returns the value as JSON, or <c>null</c> if there is none.</summary>
    public string? ToJson()
    {
        _writer.WriteEndArray();
        _writer.Flush();
        string list = Encoding.UTF8.GetString(_bytes.GetBuffer(), 0, (int)_bytes.Length);
        return _count switch
        {
            0 => null,
            1 => list[1..^1],
            _ => list,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _bytes.Dispose();
    }

    private void Write(object? wrapped, bool isInLive)
    {
        switch (PowerShellValue.Unwrap(wrapped))
        {
            case null or DBNull:
                _writer.WriteNullValue();
                break;
            case string text:
                _writer.WriteStringValue(JsonUnicode.ReplaceHalves(text));
                break;
            case bool isTrue:
                _writer.WriteBooleanValue(isTrue);
                break;
            case byte or sbyte or short or ushort or int or uint or long:
                _writer.WriteNumberValue(Convert.ToInt64(PowerShellValue.Unwrap(wrapped), CultureInfo.InvariantCulture));
                break;
            case ulong or BigInteger:
                _writer.WriteRawValue(Convert.ToString(PowerShellValue.Unwrap(wrapped), CultureInfo.InvariantCulture)!);
                break;
            case decimal number:
                _writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                _writer.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                _writer.WriteNumberValue(number);
                break;
            case IDictionary map when !isInLive && _depth < ItemValue.MaximumDepth:
                WriteMembers(map.Keys.Cast<object>().Select(key => (LanguagePrimitives.ConvertTo<string>(key), (object?)map[key])), isInLive);
                break;
            case PSCustomObject when !isInLive && _depth < ItemValue.MaximumDepth:
                WriteMembers(((PSObject)wrapped!).Properties.Select(property => (property.Name, ValueOf(property))), isInLive);
                break;
            case IEnumerable list and (Array or IList) when !isInLive && _depth < ItemValue.MaximumDepth:
                WriteList(list);
                break;
            case var value when isInLive || _depth >= ItemValue.MaximumDepth || TextOf(value) is not null:
                _writer.WriteStringValue(JsonUnicode.ReplaceHalves(TextOf(value) ?? LanguagePrimitives.ConvertTo<string>(wrapped)));
                break;
            default:
                WriteMembers(PSObject.AsPSObject(wrapped!).Properties.Select(property => (property.Name, ValueOf(property))), isInLive: true);
                break;
        }
    }

    private void WriteMembers(IEnumerable<(string Name, object? Value)> members, bool isInLive)
    {
        _depth++;
        _writer.WriteStartObject();
        foreach ((string name, object? value) in members)
        {
            if (IsFull)
                break; // An object that refers to itself twice would have no end.
            _writer.WritePropertyName(JsonUnicode.ReplaceHalves(name));
            Write(value, isInLive);
        }

        _writer.WriteEndObject();
        _depth--;
    }

    private void WriteList(IEnumerable list)
    {
        _depth++;
        _writer.WriteStartArray();
        foreach (object? item in list)
        {
            if (IsFull)
                break;
            Write(item, isInLive: false);
        }

        _writer.WriteEndArray();
        _depth--;
    }

    /// <summary>Returns the text of a value that is kept as text, or <c>null</c>.</summary>
    private static string? TextOf(object value) => value switch
    {
        Enum => Convert.ToString(value, CultureInfo.InvariantCulture),
        PathInfo path => path.ProviderPath,
        ScriptBlock or SwitchParameter => $"{value}",
        _ => ItemValue.TextOf(value)?.Text,
    };

    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.IsGettable ? property.Value : null;
        }
        catch (GetValueException)
        {
            return null; // A live object that has ended, for example, has no value of this property any more.
        }
    }
}
