using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>
/// What was read of a job. Its files are read each time, because other processes may write them, but parts that are the same text as before
/// are not parsed again. It can be used by several threads.
/// </summary>
internal sealed class ReadJob
{
    private readonly object _lock = new();
    private readonly Dictionary<int, (string Text, Sheet Sheet)> _sheets = [];
    private readonly Dictionary<int, (string Text, SheetMeasures? Measures)> _measures = [];
    private readonly Dictionary<string, (byte[] Content, object? Value)> _companions = new(StringComparer.Ordinal);
    private byte[]? _content;
    private JsonElement _root;

    /// <summary>Returns the content of the job's file.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="parse">Parses them.</param>
    public JsonElement RootOf(byte[] content, Func<JsonElement> parse)
    {
        lock (_lock)
        {
            if (_content is not null && _content.AsSpan().SequenceEqual(content))
                return _root;

            _root = parse();
            _content = content;
            return _root;
        }
    }

    /// <summary>Returns the content of another file of the job, which must not be changed.</summary>
    /// <typeparam name="T">The type of the content.</typeparam>
    /// <param name="path">The path of the file.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="parse">Parses them.</param>
    public T? CompanionOf<T>(string path, byte[] content, Func<T?> parse)
        where T : class
    {
        lock (_lock)
        {
            if (_companions.TryGetValue(path, out (byte[] Content, object? Value) known) && known.Content.AsSpan().SequenceEqual(content))
                return (T?)known.Value;

            T? value = parse();
            _companions[path] = (content, value);
            return value;
        }
    }

    /// <summary>Returns a sheet, which belongs to the caller.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="value">The sheet in the job's file.</param>
    /// <param name="read">Reads it.</param>
    public Sheet SheetOf(string jobId, int number, JsonElement value, Func<JsonElement, Sheet> read)
    {
        string text = value.GetRawText();
        lock (_lock)
        {
            if (!_sheets.TryGetValue(number, out (string Text, Sheet Sheet) known) || known.Text != text || known.Sheet.JobId != jobId)
            {
                _sheets[number] = known = (text, read(value));
                known.Sheet.AcceptChanges(); // So that lists of copies do not take them for changed.
            }

            return known.Sheet.Copy();
        }
    }

    /// <summary>Returns the measures of a sheet, or <c>null</c> if they cannot be read.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="text">The measures as JSON.</param>
    public SheetMeasures? MeasuresOf(int number, string text)
    {
        lock (_lock)
        {
            if (!_measures.TryGetValue(number, out (string Text, SheetMeasures? Measures) known) || known.Text != text)
                _measures[number] = known = (text, StoredJson.Measures(text));
            return known.Measures;
        }
    }
}
