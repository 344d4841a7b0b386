namespace Marianne.Validations;

/// <summary>Reads a text with the line breaks of Windows as if it had those of other systems.</summary>
/// <param name="reader">Reads the text.</param>
internal sealed class LineBreaks(TextReader reader)
{
    private bool _hasReturn;

    /// <summary>Returns a text in which every line break is one character.</summary>
    /// <param name="text">The text.</param>
    public static string Unify(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>Reads the next characters. Returns their number, or 0 at the end.</summary>
    /// <param name="buffer">Receives the characters.</param>
    /// <param name="index">The index of the first one in the buffer.</param>
    /// <param name="count">The most characters to read, 2 or more.</param>
    public int Read(char[] buffer, int index, int count)
    {
        while (true)
        {
            // A carriage return at the end of a part is kept back until the next character is known.
            int start = index;
            if (_hasReturn)
                buffer[start++] = '\r';
            int read = reader.Read(buffer, start, count - (start - index));
            int end = start + read;
            _hasReturn = read > 0 && buffer[end - 1] == '\r';
            if (_hasReturn)
                end--;

            int to = index;
            for (int from = index; from < end; from++)
            {
                if (buffer[from] != '\r' || from + 1 >= end || buffer[from + 1] != '\n')
                    buffer[to++] = buffer[from];
            }

            if (to > index || read == 0)
                return to - index;
        }
    }
}
