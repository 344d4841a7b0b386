namespace Marianne.Signals;

/// <summary>Finds where a JSON value or a Python literal ends, without parsing it.</summary>
internal static class JsonExtent
{
    private const int DeepestNesting = 64;

    /// <summary>Returns the position after the object or array that begins at a position, or -1 if it does not end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The position of its brace or bracket.</param>
    /// <param name="visited">The number of characters that were read.</param>
    public static int End(string text, int start, out int visited)
    {
        int depth = 0;
        bool isPython = IsPython(text, start);
        for (int at = start; at < text.Length; at++)
        {
            visited = at - start + 1;
            switch (text[at])
            {
                case '{' or '[':
                    if (++depth > DeepestNesting)
                        return -1;
                    break;
                case '}' or ']':
                    if (--depth == 0)
                        return at + 1;
                    break;
                case '"':
                    at = AfterString(text, at) - 1;
                    break;
                case '\'' when isPython:
                    at = AfterString(text, at) - 1;
                    break;
            }
        }

        visited = text.Length - start;
        return -1;
    }

    /// <summary>Determines whether an object or array begins as Python writes it, with single quotes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The position of its brace or bracket.</param>
    public static bool IsPython(string text, int start)
    {
        for (int at = start; at < text.Length && at < start + 8; at++)
        {
            if (text[at] is not ('{' or '[' or ' '))
                return text[at] == '\'';
        }

        return false;
    }

    private static int AfterString(string text, int start)
    {
        for (int at = start + 1; at < text.Length; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == text[start])
                return at + 1;
        }

        return text.Length;
    }
}
