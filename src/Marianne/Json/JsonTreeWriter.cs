using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;

namespace Marianne.Commands;

/// <summary>
/// Writes a tree of PowerShell values as JSON. Values that JSON cannot represent are errors: a process or a credential that was
/// converted to text could not be read back.
/// </summary>
/// <param name="writer">The writer of the JSON.</param>
internal sealed class JsonTreeWriter(Utf8JsonWriter writer)
{
    private readonly Stack<object> _above = new();

    /// <summary>Writes a value and everything that it contains.</summary>
    /// <exception cref="MarianneException">InvalidParameter: the value cannot be represented in JSON.</exception>
    public void Write(object? value)
    {
        object? plain = PowerShellValue.Unwrap(value);
        switch (plain)
        {
            case null or DBNull:
                writer.WriteNullValue();
                break;
            case IDictionary map:
                WriteObject(map, map.Keys.Cast<object>().Select(key => (Name(key), (object?)map[key])));
                break;
            case PSCustomObject:
                WriteObject(value!, ((PSObject)value!).Properties.Select(property => (property.Name, (object?)property.Value)));
                break;
            case IEnumerable items and not string:
                WriteArray(items);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case SwitchParameter flag:
                writer.WriteBooleanValue(flag);
                break;
            case double or float:
                WriteReal(Convert.ToDouble(plain, CultureInfo.InvariantCulture), plain);
                break;
            default:
                WriteScalar(plain);
                break;
        }
    }

    private void WriteObject(object map, IEnumerable<(string Name, object? Value)> members)
    {
        Enter(map);
        writer.WriteStartObject();
        foreach ((string name, object? value) in members)
        {
            writer.WritePropertyName(name);
            Write(value);
        }

        writer.WriteEndObject();
        _above.Pop();
    }

    private void WriteArray(IEnumerable items)
    {
        Enter(items);
        writer.WriteStartArray();
        foreach (object? item in items)
            Write(item);
        writer.WriteEndArray();
        _above.Pop();
    }

    private void WriteReal(double number, object value)
    {
        if (!double.IsFinite(number))
            throw ParameterErrors.NotJson($"JSON cannot represent {number.ToString(CultureInfo.InvariantCulture)}", value);
        if (value is float single)
            writer.WriteNumberValue(single);
        else
            writer.WriteNumberValue(number);
    }

    private void WriteScalar(object value)
    {
        switch (value)
        {
            case Enum or char or string or Guid or Uri or Version or FileSystemInfo:
                writer.WriteStringValue(value.ToString());
                break;
            case DateTime time:
                writer.WriteStringValue(time);
                break;
            case DateTimeOffset instant:
                writer.WriteStringValue(instant);
                break;
            case TimeSpan duration:
                writer.WriteStringValue(duration.ToString("c", CultureInfo.InvariantCulture));
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or decimal or BigInteger:
                writer.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            default:
                throw ParameterErrors.NotJson($"JSON cannot represent a value of type {value.GetType().FullName}", value);
        }
    }

    private void Enter(object branch)
    {
        if (_above.Contains(branch, ReferenceEqualityComparer.Instance))
            throw ParameterErrors.NotJson("it contains itself", branch);
        if (_above.Count == JsonText.MaximumDepth)
            throw ParameterErrors.NotJson($"it is nested more than {JsonText.MaximumDepth} levels deep", branch);
        _above.Push(branch);
    }

    private static string Name(object key) => Convert.ToString(key, CultureInfo.InvariantCulture) ?? "";
}
