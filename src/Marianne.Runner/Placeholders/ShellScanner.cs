namespace Marianne.Placeholders;

/// <summary>
/// Finds the placeholders in a command for sh, and the quotes around each. Where shells differ, or where a value could end
/// the context that it is in, the position is unsafe.
/// </summary>
/// <param name="text">The command.</param>
/// <param name="names">The names of placeholders.</param>
internal sealed class ShellScanner(string text, IEnumerable<string> names)
{
    private enum Context
    {
        Top,
        Substitution, // $( )
        Group, // ( )
        Single, // ' '
        Double, // " "
        Backticks, // ` `
        Parameter, // ${ }
        Arithmetic, // (( ))
    }

    /// <summary>No quoting is safe at a greater depth, so that a long command is not searched again for each of its characters.</summary>
    private const int MaximumDepth = ShellWordReader.MaximumDepth;

    private readonly Stack<Context> _open = new([Context.Top]);
    private readonly Queue<HereDocument> _documents = new();
    private int _index;
    private bool _isWordStart = true;
    private bool _isAmbiguous;

    /// <summary>Returns the placeholders in order. Comments are ignored.</summary>
    public IEnumerable<PlaceholderSlot> Find()
    {
        while (_index < text.Length)
        {
            if (PlaceholderSlot.NameAt(text, _index, names) is { } name)
            {
                var slot = new PlaceholderSlot(_index, name, QuotingHere);
                yield return slot;
                _index = slot.End;
                _isWordStart = false;
            }
            else if (Step() is { } document)
            {
                foreach (PlaceholderSlot slot in document)
                    yield return slot;
            }
        }
    }

    private bool IsBare => _open.Peek() is Context.Top or Context.Substitution or Context.Group;

    private QuotingContext QuotingHere =>
        _isAmbiguous || _open.Contains(Context.Backticks)
            || _open.TakeWhile(context => context is not Context.Substitution).Any(IsOpaque) ? QuotingContext.Unsafe
        : _open.Peek() switch
        {
            Context.Single => QuotingContext.Single,
            Context.Double => QuotingContext.Double,
            _ => QuotingContext.Bare,
        };

    private static bool IsOpaque(Context context) => context is Context.Parameter or Context.Arithmetic;

    /// <summary>Reads the next characters. Returns the placeholders in the here-documents that follow them, if any do.</summary>
    private List<PlaceholderSlot>? Step()
    {
        char next = text[_index];
        switch (_open.Peek())
        {
            case Context.Single:
                Close(next == '\'');
                break;
            case Context.Double:
                StepInDouble(next);
                break;
            case Context.Backticks:
                Close(next == '`', skipped: next == '\\' ? 2 : 1);
                break;
            case Context.Arithmetic:
                if (next == '(')
                    Open(Context.Arithmetic, 1);
                else
                    Close(next == ')', skipped: next == '\\' ? 2 : 1);
                break;
            case Context.Parameter:
                StepInParameter(next);
                break;
            default:
                return StepInBare(next);
        }

        return null;
    }

    private void StepInDouble(char next)
    {
        if (next == '`')
            Open(Context.Backticks, 1);
        else if (next == '$')
            Dollar();
        else
            Close(next == '"', skipped: next == '\\' ? 2 : 1);
    }

    private void StepInParameter(char next)
    {
        // Whether a single quote in double quotes quotes depends on the shell and on the operator.
        _isAmbiguous = _isAmbiguous || (next == '\'' && _open.Contains(Context.Double));
        if (!TryOpen(next))
            Close(next == '}', skipped: next == '\\' ? 2 : 1);
    }

    private List<PlaceholderSlot>? StepInBare(char next)
    {
        if (TryOpen(next))
            return null;

        switch (next)
        {
            case '\\':
                _isWordStart &= Next(1) == '\n'; // A line continuation.
                _index += 2;
                break;
            case '(' when Next(1) == '(':
                Open(Context.Arithmetic, 1);
                Open(Context.Arithmetic, 1);
                break;
            case '(':
                Open(Context.Group, 1);
                _isWordStart = true;
                break;
            case ')':
                _isWordStart = _open.Peek() != Context.Substitution;
                _index++;
                if (_open.Peek() != Context.Top)
                    _open.Pop();
                break;
            case '#' when _isWordStart:
                _index = EndOfLine(_index);
                break;
            case '<' when Next(1) == '<':
                OpenDocument();
                break;
            case '\n':
                _index++;
                _isWordStart = true;
                return _documents.Count == 0 ? null : ReadDocuments();
            default:
                // The patterns of a case statement end with unmatched parentheses.
                _isAmbiguous = _isAmbiguous || (_isWordStart && _open.Contains(Context.Substitution) && IsWord("case"));
                _isWordStart = next is ' ' or '\t' or ';' or '&' or '|' or '<' or '>';
                _index++;
                break;
        }

        return null;
    }

    /// <summary>Opens the quotes or the expansion that begins here. Returns <c>false</c> if none does.</summary>
    private bool TryOpen(char next)
    {
        switch (next)
        {
            case '\'':
                Open(Context.Single, 1);
                return true;
            case '"':
                Open(Context.Double, 1);
                return true;
            case '`':
                Open(Context.Backticks, 1);
                return true;
            case '$':
                Dollar();
                return true;
            default:
                return false;
        }
    }

    private void Dollar()
    {
        switch (Next(1))
        {
            case '(' when Next(2) == '(':
                Open(Context.Arithmetic, 2);
                Open(Context.Arithmetic, 1);
                break;
            case '(':
                Open(Context.Substitution, 2);
                _isWordStart = true;
                break;
            case '{':
                Open(Context.Parameter, 2);
                break;
            case '[': // Some shells evaluate it as arithmetic.
            case '\'' when IsBare: // Some shells evaluate escapes in it.
                _isAmbiguous = true;
                _index++;
                break;
            case '$' or '#' or '?' or '!' or '*' or '@' or '-':
                _index += 2;
                _isWordStart = false;
                break;
            default:
                _index++;
                _isWordStart = false;
                break;
        }
    }

    private void OpenDocument()
    {
        if (Next(2) == '<') // A here-string is an ordinary word.
        {
            _index += 3;
            _isWordStart = true;
            return;
        }

        bool hasTabs = Next(2) == '-';
        _index += hasTabs ? 3 : 2;
        while (Next(0) is ' ' or '\t')
            _index++;
        int start = _index;
        while (_index < text.Length && !" \t\n;&|<>()".Contains(text[_index], StringComparison.Ordinal))
            _index++;
        string word = text[start.._index];
        string end = word.Trim('\'', '"');
        bool isPlain = end.Length > 0 && end.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            && (word.Length == end.Length || (word.Length == end.Length + 2 && word[0] == word[^1]));
        _isAmbiguous |= !isPlain;
        _documents.Enqueue(new(end, hasTabs));
        _isWordStart = false;
    }

    /// <summary>
    /// Reads the here-documents that start here. Quotes do not quote in them, and a value could contain their end.
    /// </summary>
    private List<PlaceholderSlot> ReadDocuments()
    {
        List<PlaceholderSlot> slots = [];
        while (_documents.TryDequeue(out HereDocument? document))
        {
            for (bool isInside = true; isInside && _index < text.Length;)
            {
                int end = EndOfLine(_index);
                string line = text[_index..end];
                isInside = (document.HasTabs ? line.TrimStart('\t') : line) != document.End;
                for (int index = _index; index < end; index++)
                {
                    if (PlaceholderSlot.NameAt(text, index, names) is { } name)
                        slots.Add(new(index, name, QuotingContext.Unsafe));
                }

                _index = Math.Min(end + 1, text.Length);
            }
        }

        return slots;
    }

    private void Open(Context context, int skipped)
    {
        _open.Push(context);
        _isAmbiguous |= _open.Count > MaximumDepth;
        _index += skipped;
        _isWordStart = false;
    }

    private void Close(bool isEnd, int skipped = 1)
    {
        _index += skipped;
        if (isEnd)
            _open.Pop();
    }

    private char Next(int distance) => _index + distance < text.Length ? text[_index + distance] : '\0';

    private int EndOfLine(int start) => text.IndexOf('\n', start) is >= 0 and int end ? end : text.Length;

    private bool IsWord(string word) =>
        string.CompareOrdinal(text, _index, word, 0, word.Length) == 0 && char.IsWhiteSpace(Next(word.Length));

    private sealed record HereDocument(string End, bool HasTabs);
}
