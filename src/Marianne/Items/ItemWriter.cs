using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Writes an item as JSON, so that it is the same again when it is read: text, numbers, times, objects with properties, files. Files and
/// folders are kept as their full paths.
/// </summary>
internal sealed class ItemWriter
{
    private const int MaximumLength = 1_000_000;

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 4 * ItemValue.MaximumDepth,
    };

    private readonly Utf8JsonWriter _writer;
    private readonly int _position;
    private int _depth;

    private ItemWriter(Utf8JsonWriter writer, int position) => (_writer, _position) = (writer, position);

    /// <summary>The type of a live object in the item that is kept as text; <c>null</c> if there is none.</summary>
    private Type? LiveType { get; set; }

    /// <summary>Determines whether an object is live: it does not survive the process, so only its key is kept.</summary>
    /// <param name="item">The item.</param>
    public static bool IsLive(object item) => PowerShellValue.Unwrap(item) is { } value
        && value is not (string or bool or int or PSCustomObject or IDictionary or Array or IList or Enum or SwitchParameter or PathInfo)
        && ItemValue.TextOf(value) is null;

    /// <summary>Writes an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="position">Its position, from 1.</param>
    /// <returns>The JSON, and the type of a live object in the item that is kept as text.</returns>
    /// <exception cref="MarianneException">InvalidItem: the item is too deep or too large, or it has a secret.</exception>
    public static (string Json, Type? LiveType) Write(object? item, int position)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes, Compact);
        var itemWriter = new ItemWriter(writer, position);
        itemWriter.Write(item);
        writer.Flush();
        if (bytes.WrittenCount > MaximumLength)
        {
            throw ItemErrors.Invalid(
                position,
                string.Create(CultureInfo.InvariantCulture, $"has {bytes.WrittenCount} bytes as JSON, and an item has at most {MaximumLength}"),
                "Pass the path of a file instead.",
                item);
        }

        return (Encoding.UTF8.GetString(bytes.WrittenSpan), itemWriter.LiveType);
    }

    private void Write(object? wrapped)
    {
        object? value = PowerShellValue.Unwrap(wrapped);
        switch (value)
        {
            case null:
                _writer.WriteNullValue();
                break;
            case string text:
                _writer.WriteStringValue(JsonUnicode.ReplaceHalves(text));
                break;
            case bool isTrue:
                _writer.WriteBooleanValue(isTrue);
                break;
            case SwitchParameter isPresent:
                _writer.WriteBooleanValue(isPresent.IsPresent);
                break;
            case int number:
                _writer.WriteNumberValue(number);
                break;
            case Enum word:
                _writer.WriteStringValue(word.ToString());
                break;
            case PathInfo path:
                _writer.WriteStringValue(path.ProviderPath);
                break;
            case SecureString or PSCredential:
                throw ItemErrors.Invalid(_position, "contains a secret, which the job would store", "Read the secret in the block.");
            case var _ when ItemValue.TextOf(value) is var (type, text):
                _writer.WriteStartObject();
                _writer.WriteString(type, JsonUnicode.ReplaceHalves(text));
                _writer.WriteEndObject();
                break;
            case PSCustomObject:
                WriteMembers(ItemValue.Object, PropertiesOf((PSObject)wrapped!));
                break;
            case IDictionary map:
                WriteMembers(ItemValue.Table, map.Keys.Cast<object>().Select(key => (LanguagePrimitives.ConvertTo<string>(key), map[key])));
                break;
            case IEnumerable list and (Array or IList):
                Enter();
                _writer.WriteStartArray();
                foreach (object? item in list)
                    Write(item);
                _writer.WriteEndArray();
                _depth--;
                break;
            default:
                LiveType ??= value.GetType();
                _writer.WriteStringValue(JsonUnicode.ReplaceHalves(LanguagePrimitives.ConvertTo<string>(value)));
                break;
        }
    }

    private static IEnumerable<(string Name, object? Value)> PropertiesOf(PSObject item) =>
        item.Properties.Where(property => property.IsGettable).Select(property => (property.Name, (object?)property.Value));

    private void WriteMembers(string type, IEnumerable<(string Name, object? Value)> members)
    {
        Enter();
        _writer.WriteStartObject();
        _writer.WriteStartObject(type);
        foreach ((string name, object? value) in members)
        {
            _writer.WritePropertyName(JsonUnicode.ReplaceHalves(name));
            Write(value);
        }

        _writer.WriteEndObject();
        _writer.WriteEndObject();
        _depth--;
    }

    private void Enter()
    {
        if (++_depth > ItemValue.MaximumDepth)
        {
            throw ItemErrors.Invalid(
                _position,
                string.Create(CultureInfo.InvariantCulture, $"cannot be kept: it has more than {ItemValue.MaximumDepth} levels, or contains itself"),
                "Pass the properties that the block needs, with Select-Object.");
        }
    }
}
