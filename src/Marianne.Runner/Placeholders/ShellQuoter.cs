namespace Marianne.Placeholders;

/// <summary>
/// A command for sh, read as far as it takes to know what a place in it stands in. Where shells differ, or where a
/// value could end what it stands in, a place is unsafe: better refused than guessed.
/// </summary>
/// <param name="text">The command.</param>
/// <param name="names">What may stand in the braces of a place.</param>
internal sealed class ShellQuoter(string text, IEnumerable<string> names)
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

    private readonly Stack<Context> _open = new([Context.Top]);
    private readonly Queue<HereDocument> _documents = new();
    private int _at;
    private bool _isWordStart = true;
    private bool _isLost;

    /// <summary>The places, in order. One in a comment is none.</summary>
    public IEnumerable<PlaceholderSlot> Places()
    {
        while (_at < text.Length)
        {
            if (PlaceholderSlot.NameAt(text, _at, names) is { } name)
            {
                var place = new PlaceholderSlot(_at, name, QuotingHere);
                yield return place;
                _at = place.End;
                _isWordStart = false;
            }
            else if (Step() is { } document)
            {
                foreach (PlaceholderSlot place in document)
                    yield return place;
            }
        }
    }

    /// <summary>A value as it is written at a place.</summary>
    /// <exception cref="MarianneException">It is no number, and there is no safe way.</exception>
    public static string Quote(string text, PlaceholderSlot place, string value) => place.Quoting switch
    {
        QuotingContext.Single => value.Replace("'", @"'\''", StringComparison.Ordinal),
        QuotingContext.Bare => $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'",

        // Closed and opened again, so that it adds nothing to the name of a variable before it.
        QuotingContext.Double => "\"\"" + string.Concat(value.Select(c => c is '\\' or '"' or '$' or '`' ? $"\\{c}" : $"{c}")),
        _ when value.All(char.IsAsciiDigit) => value,
        _ => throw PlaceholderErrors.NoSafePlace(place.Name, text),
    };

    private bool IsBare => _open.Peek() is Context.Top or Context.Substitution or Context.Group;

    private QuotingContext QuotingHere =>
        _isLost || _open.Contains(Context.Backticks)
            || _open.TakeWhile(context => context is not Context.Substitution).Any(IsOwnWorld) ? QuotingContext.Unsafe
        : _open.Peek() switch
        {
            Context.Single => QuotingContext.Single,
            Context.Double => QuotingContext.Double,
            _ => QuotingContext.Bare,
        };

    private static bool IsOwnWorld(Context context) => context is Context.Parameter or Context.Arithmetic;

    /// <summary>Goes over what is next; the places in the here-documents that follow it, when they do.</summary>
    private List<PlaceholderSlot>? Step()
    {
        char next = text[_at];
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
        // In double quotes a single quote is one or is none, by the shell and by the operator.
        _isLost |= next == '\'' && _open.Contains(Context.Double);
        switch (next)
        {
            case '\'':
                Open(Context.Single, 1);
                break;
            case '"':
                Open(Context.Double, 1);
                break;
            case '`':
                Open(Context.Backticks, 1);
                break;
            case '$':
                Dollar();
                break;
            default:
                Close(next == '}', skipped: next == '\\' ? 2 : 1);
                break;
        }
    }

    private List<PlaceholderSlot>? StepInBare(char next)
    {
        switch (next)
        {
            case '\\':
                _isWordStart &= Next(1) == '\n'; // A line that goes on.
                _at += 2;
                break;
            case '\'':
                Open(Context.Single, 1);
                break;
            case '"':
                Open(Context.Double, 1);
                break;
            case '`':
                Open(Context.Backticks, 1);
                break;
            case '$':
                Dollar();
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
                _at++;
                if (_open.Peek() != Context.Top)
                    _open.Pop();
                break;
            case '#' when _isWordStart:
                _at = EndOfLine(_at);
                break;
            case '<' when Next(1) == '<':
                OpenDocument();
                break;
            case '\n':
                _at++;
                _isWordStart = true;
                return _documents.Count == 0 ? null : PassDocuments();
            default:
                // The patterns of a case end with parentheses that nothing opened.
                _isLost |= _isWordStart && _open.Contains(Context.Substitution) && IsWord("case");
                _isWordStart = next is ' ' or '\t' or ';' or '&' or '|' or '<' or '>';
                _at++;
                break;
        }

        return null;
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
            case '[': // Arithmetic to some shells, nothing to others.
            case '\'' when IsBare: // With escapes to some shells, without to others.
                _isLost = true;
                _at++;
                break;
            case '$' or '#' or '?' or '!' or '*' or '@' or '-':
                _at += 2;
                _isWordStart = false;
                break;
            default:
                _at++;
                _isWordStart = false;
                break;
        }
    }

    private void OpenDocument()
    {
        if (Next(2) == '<') // A here-string is a word as any other.
        {
            _at += 3;
            _isWordStart = true;
            return;
        }

        bool hasTabs = Next(2) == '-';
        _at += hasTabs ? 3 : 2;
        while (Next(0) is ' ' or '\t')
            _at++;
        int start = _at;
        while (_at < text.Length && !" \t\n;&|<>()".Contains(text[_at], StringComparison.Ordinal))
            _at++;
        string written = text[start.._at];
        string end = written.Trim('\'', '"');
        bool isPlain = end.Length > 0 && end.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            && (written.Length == end.Length || (written.Length == end.Length + 2 && written[0] == written[^1]));
        _isLost |= !isPlain;
        _documents.Enqueue(new(end, hasTabs));
        _isWordStart = false;
    }

    /// <summary>Goes over the here-documents that begin here. No quotes count in them, and a value may hold their end.</summary>
    private List<PlaceholderSlot> PassDocuments()
    {
        List<PlaceholderSlot> places = [];
        while (_documents.TryDequeue(out HereDocument? document))
        {
            for (bool isInside = true; isInside && _at < text.Length;)
            {
                int end = EndOfLine(_at);
                string line = text[_at..end];
                isInside = (document.HasTabs ? line.TrimStart('\t') : line) != document.End;
                for (int index = _at; index < end; index++)
                {
                    if (PlaceholderSlot.NameAt(text, index, names) is { } name)
                        places.Add(new(index, name, QuotingContext.Unsafe));
                }

                _at = Math.Min(end + 1, text.Length);
            }
        }

        return places;
    }

    private void Open(Context context, int skipped)
    {
        _open.Push(context);
        _at += skipped;
        _isWordStart = false;
    }

    private void Close(bool isEnd, int skipped = 1)
    {
        _at += skipped;
        if (isEnd)
            _open.Pop();
    }

    private char Next(int distance) => _at + distance < text.Length ? text[_at + distance] : '\0';

    private int EndOfLine(int start) => text.IndexOf('\n', start) is >= 0 and int end ? end : text.Length;

    private bool IsWord(string word) =>
        string.CompareOrdinal(text, _at, word, 0, word.Length) == 0 && char.IsWhiteSpace(Next(word.Length));

    private sealed record HereDocument(string End, bool HasTabs);
}
