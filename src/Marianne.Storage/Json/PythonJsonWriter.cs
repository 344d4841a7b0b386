using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Marianne.Text;

namespace Marianne.Storage.Json;

/// <summary>
/// Writes JSON in the layout of Python's <c>json.dumps(indent=2)</c>: two spaces, ASCII only, <c>100.0</c> for a float.
/// </summary>
internal sealed class PythonJsonWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isEmpty = true;
    private bool _isNamed;

    /// <summary>Returns the text written so far.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Returns the text written so far as UTF-8.</summary>
    public byte[] ToUtf8()
    {
        var bytes = new ArrayBufferWriter<byte>(_text.Length + 1);
        Encoder encoder = Encoding.UTF8.GetEncoder(); // A pair of surrogates may be in two chunks.
        foreach (ReadOnlyMemory<char> chunk in _text.GetChunks())
            encoder.Convert(chunk.Span, bytes, flush: false, out _, out _);
        encoder.Convert([], bytes, flush: true, out _, out _);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Starts an object.</summary>
    public void StartObject() => Open('{');

    /// <summary>Ends an object.</summary>
    public void EndObject() => Close('}');

    /// <summary>Writes the name of the next value.</summary>
    public void Name(string name)
    {
        StartItem();
        Quote(name);
        _text.Append(": ");
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
        _text.Append(json);
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
                    Raw($"\"{Ascii(reader.ValueSpan)}\": ");
                    _isNamed = true;
                    break;
                case JsonTokenType.String: Raw($"\"{Ascii(reader.ValueSpan)}\""); break;
                default: Raw(Encoding.UTF8.GetString(reader.ValueSpan)); break;
            }
        }
    }

    private static string Ascii(ReadOnlySpan<byte> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        foreach (char c in Encoding.UTF8.GetString(escaped))
            _ = c <= '\u007f' ? text.Append(c) : AppendCode(text, c);
        return text.ToString();
    }

    private static StringBuilder AppendCode(StringBuilder text, char c) =>
        text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));

    private void Quote(string value)
    {
        _text.Append('"');
        foreach (char c in JsonUnicode.ReplaceHalves(value))
        {
            _ = c switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                '\b' => _text.Append("\\b"),
                '\f' => _text.Append("\\f"),
                >= ' ' and <= '~' or '\u007f' => _text.Append(c),
                _ => AppendCode(_text, c),
            };
        }

        _text.Append('"');
    }

    private void Open(char bracket)
    {
        StartItem();
        _text.Append(bracket);
        _depth++;
        _isEmpty = true;
    }

    private void Close(char bracket)
    {
        _depth--;
        if (!_isEmpty)
            NewLine();
        _text.Append(bracket);
        _isEmpty = false;
    }

    private void StartItem()
    {
        if (!_isNamed && _depth > 0)
        {
            if (!_isEmpty)
                _text.Append(',');
            NewLine();
        }

        _isNamed = false;
        _isEmpty = false;
    }

    private void NewLine() => _text.Append('\n').Append(' ', 2 * _depth);
}
