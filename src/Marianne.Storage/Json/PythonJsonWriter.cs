using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Marianne.Text;

namespace Marianne.Storage.Json;

/// <summary>
/// Writes JSON in the layout of Python's <c>json.dumps(indent=2)</c>: two spaces, ASCII only, <c>100.0</c> for a float.
/// </summary>
/// <param name="expectedLength">About how many bytes are written.</param>
internal sealed class PythonJsonWriter(int expectedLength = 4096)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(expectedLength);
    private int _depth;
    private bool _isEmpty = true;
    private bool _isNamed;

    /// <summary>What was written so far, as UTF-8. It is valid until more is written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>Starts an object.</summary>
    public void StartObject() => Open('{');

    /// <summary>Ends an object.</summary>
    public void EndObject() => Close('}');

    /// <summary>Writes the name of the next value.</summary>
    public void Name(string name)
    {
        StartItem();
        Quote(name);
        _bytes.Write(": "u8);
        _isNamed = true;
    }

    /// <summary>Writes <c>null</c>.</summary>
    public void Null() => Raw("null");

    /// <summary>Writes a string.</summary>
    public void Text(string value)
    {
        StartItem();
        Quote(value);
    }

    /// <summary>Writes an integer.</summary>
    public void Number(long value) => Raw(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a floating-point number.</summary>
    public void Number(double value) => Raw(PythonNumber.Text(value));

    /// <summary>Writes true or false.</summary>
    public void Flag(bool value) => Raw(value ? "true" : "false");

    /// <summary>Writes a list of strings.</summary>
    public void Texts(IEnumerable<string> values)
    {
        Open('[');
        foreach (string value in values)
            Text(value);
        Close(']');
    }

    /// <summary>Writes a value, or a name with its value, exactly as it is in a file.</summary>
    public void Raw(string json)
    {
        StartItem();
        Encoding.UTF8.GetBytes(json, _bytes);
    }

    /// <inheritdoc cref="Raw(string)"/>
    public void Raw(ReadOnlySpan<byte> json)
    {
        StartItem();
        _bytes.Write(json);
    }

    /// <summary>Writes any JSON in this layout. Numbers and escapes are written unchanged.</summary>
    public void Json(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), JsonFile.ReaderOptions);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: Open('{'); break;
                case JsonTokenType.EndObject: Close('}'); break;
                case JsonTokenType.StartArray: Open('['); break;
                case JsonTokenType.EndArray: Close(']'); break;
                case JsonTokenType.PropertyName:
                    Escaped(reader.ValueSpan);
                    _bytes.Write(": "u8);
                    _isNamed = true;
                    break;
                case JsonTokenType.String: Escaped(reader.ValueSpan); break;
                default: Raw(reader.ValueSpan); break;
            }
        }
    }

    /// <summary>Writes a name or a string whose special characters are escaped.</summary>
    private void Escaped(ReadOnlySpan<byte> text)
    {
        StartItem();
        Append('"');
        foreach (char c in Encoding.UTF8.GetString(text))
        {
            if (char.IsAscii(c))
                Append(c);
            else
                AppendCode(c);
        }

        Append('"');
    }

    private void Quote(string value)
    {
        Append('"');
        foreach (char c in JsonUnicode.ReplaceHalves(value))
        {
            switch (c)
            {
                case '"': _bytes.Write("\\\""u8); break;
                case '\\': _bytes.Write("\\\\"u8); break;
                case '\n': _bytes.Write("\\n"u8); break;
                case '\r': _bytes.Write("\\r"u8); break;
                case '\t': _bytes.Write("\\t"u8); break;
                case '\b': _bytes.Write("\\b"u8); break;
                case '\f': _bytes.Write("\\f"u8); break;
                case >= ' ' and <= '\u007f': Append(c); break;
                default: AppendCode(c); break;
            }
        }

        Append('"');
    }

    private void AppendCode(char c)
    {
        Span<byte> code = _bytes.GetSpan(6);
        "\\u"u8.CopyTo(code);
        ((int)c).TryFormat(code[2..], out int digits, "x4", CultureInfo.InvariantCulture);
        _bytes.Advance(2 + digits);
    }

    /// <summary>Adds an ASCII character.</summary>
    private void Append(char c)
    {
        _bytes.GetSpan(1)[0] = (byte)c;
        _bytes.Advance(1);
    }

    private void Open(char bracket)
    {
        StartItem();
        Append(bracket);
        _depth++;
        _isEmpty = true;
    }

    private void Close(char bracket)
    {
        _depth--;
        if (!_isEmpty)
            NewLine();
        Append(bracket);
        _isEmpty = false;
    }

    private void StartItem()
    {
        if (!_isNamed && _depth > 0)
        {
            if (!_isEmpty)
                Append(',');
            NewLine();
        }

        _isNamed = false;
        _isEmpty = false;
    }

    private void NewLine()
    {
        Append('\n');
        int indentation = 2 * _depth;
        _bytes.GetSpan(indentation)[..indentation].Fill((byte)' ');
        _bytes.Advance(indentation);
    }
}
