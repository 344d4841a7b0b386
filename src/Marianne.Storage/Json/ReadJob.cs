using System.Text.Json;

namespace Marianne.Storage.Json;

/// <summary>
/// What was read of a job. Its files are read each time, because other processes may write them, but what has the same bytes as before, and
/// what this process has written itself, is not parsed again. It can be used by several threads.
/// </summary>
internal sealed class ReadJob
{
    private readonly object _lock = new();
    private readonly Dictionary<string, (ReadOnlyMemory<byte> Content, object? Value)> _companions = new(StringComparer.Ordinal);
    private JobText? _text;

    /// <summary>The content of the job's file when it was read or written last.</summary>
    public ReadOnlyMemory<byte> Content
    {
        get
        {
            lock (_lock)
                return _text?.Content ?? default;
        }
    }

    /// <summary>Returns the text of the job's file.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="parse">Parses them.</param>
    public JobText TextOf(ReadOnlyMemory<byte> content, Func<JsonElement> parse)
    {
        lock (_lock)
        {
            if (_text?.Content.Equals(content) is not true)
                _text = JobText.Of(content, parse()).ToKept(_text);
            return _text;
        }
    }

    /// <summary>Keeps the text of the job's file that was written.</summary>
    /// <param name="text">The text; <c>null</c> if it has to be read.</param>
    public void Keep(JobText? text)
    {
        lock (_lock)
            _text = text;
    }

    /// <summary>Returns the bytes of another file of the job when it was read or written last.</summary>
    /// <param name="path">The path of the file.</param>
    public ReadOnlyMemory<byte> ContentOf(string path)
    {
        lock (_lock)
            return _companions.GetValueOrDefault(path).Content;
    }

    /// <summary>Returns the content of another file of the job, which must not be changed.</summary>
    /// <typeparam name="T">The type of the content.</typeparam>
    /// <param name="path">The path of the file.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="parse">Parses them.</param>
    public T? CompanionOf<T>(string path, ReadOnlyMemory<byte> content, Func<T?> parse)
        where T : class
    {
        lock (_lock)
        {
            if (_companions.TryGetValue(path, out (ReadOnlyMemory<byte> Content, object? Value) known) && known.Content.Equals(content))
                return (T?)known.Value;

            T? value = parse();
            _companions[path] = (content, value);
            return value;
        }
    }

    /// <summary>Keeps the content of another file of the job that was written. It must not be changed.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="value">The content.</param>
    public void Keep(string path, ReadOnlyMemory<byte> content, object value)
    {
        lock (_lock)
            _companions[path] = (content, value);
    }
}
