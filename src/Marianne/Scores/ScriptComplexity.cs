using System.Globalization;
using System.Management.Automation.Language;

namespace Marianne.Commands;

/// <summary>
/// Finds scripts that PowerShell's parser would need minutes or all memory for. It visits chains such as <c>a.b.c</c> recursively,
/// compares each catch block with all others, and looks up each unknown type in all assemblies.
/// </summary>
internal sealed class ScriptComplexity : PowerShellScanner
{
    /// <summary>The maximum number of operators of an expression, with the levels around it.</summary>
    public const int MaximumDepth = 5_000;

    private const int MaximumOperators = 1_000_000;
    private const int MaximumTypes = 100_000;
    private const int MaximumComparedCatches = 20_000;
    private const int MaximumWord = 100_000;

    private static readonly HashSet<string> NamedOperators = new(
        from name in new[]
        {
            "eq", "ne", "gt", "ge", "lt", "le", "like", "notlike", "match", "notmatch", "contains", "notcontains", "in", "notin",
            "replace", "split", "join", "f", "as", "is", "isnot", "and", "or", "xor", "not", "band", "bor", "bxor", "bnot", "shl", "shr",
        }
        from prefix in new[] { "-", "-i", "-c" }
        select prefix + name,
        StringComparer.OrdinalIgnoreCase);

    private readonly Stack<ScriptLevel> _levels = new([new ScriptLevel(IsList: true)]);
    private int _depth;
    private int _operators;
    private int _types;
    private int _comparedCatches;
    private int _word;
    private bool _isStatementEnd;
    private string? _problem;

    private ScriptComplexity(string script)
        : base(script)
    {
    }

    /// <summary>Returns what is too complex in a script, or <c>null</c>.</summary>
    public static ParseError? Find(string script)
    {
        var complexity = new ScriptComplexity(script);
        complexity.Scan();
        if (complexity._problem is not { } problem)
            return null;

        (int line, int column) = complexity.Position();
        var position = new ScriptPosition("", line, column, "");
        return new ParseError(new ScriptExtent(position, position), "TooComplex", problem);
    }

    /// <summary>Returns the message about an expression that is too deep.</summary>
    public static string TooDeep() => Exceeds($"An expression has more than {MaximumDepth:N0} operators or levels. Split it into smaller ones.");

    /// <inheritdoc/>
    protected override void OnSpace(char space)
    {
        // A statement ends with its line, unless the line ends with an operator, or the next one starts with one.
        if (space == '\n' && _levels.Peek().IsList && !(Previous == ',' || Operators.Contains(Previous) || EndsWithNamedOperator()))
            _isStatementEnd = true;
        _word = 0;
    }

    /// <inheritdoc/>
    protected override void OnString() => EndStatement();

    /// <inheritdoc/>
    protected override bool OnCode(char c)
    {
        if (c is not ('|' or '&'))
            EndStatement();
        _isStatementEnd = false;
        ScriptLevel level = _levels.Peek();
        (bool isOpening, bool isClosing) = BracketOf(c);
        _word = isOpening || isClosing || c is ',' or ';' or '|' or '&' ? 0 : _word + 1;

        if (Operators.Contains(c) || c == '=' || (c == ',' && Previous == ','))
            CountOperator(level, c);
        else if (c == ',')
            _depth -= level.EndMembers();
        else if (c == ';')
            _depth -= level.EndStatement();
        else if (IsWordStart)
            CountCatch(level);

        if (isOpening)
            Open(c);
        else if (isClosing && _levels.Count > 1)
            _depth -= _levels.Pop().Depth + 1;

        _problem ??= FindProblem();
        return _problem is null;
    }

    private static string Exceeds(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);

    private void EndStatement()
    {
        if (_isStatementEnd)
            _depth -= _levels.Peek().EndStatement();
        _isStatementEnd = false;
    }

    private void Open(char bracket)
    {
        _depth++;
        _levels.Push(new ScriptLevel(IsList: bracket == '{' || (bracket == '(' && Previous is '$' or '@')));
        if (bracket == '[')
            _types++;
    }

    // A sign after a comma belongs to a number. Members and casts end at a comma; other operators can follow.
    private void CountOperator(ScriptLevel level, char c)
    {
        if (c is '-' or '+' && Previous == ',')
            return;

        _operators++;
        _depth++;
        if (c is '.' or ':' or '[')
            level.Members++;
        else
            level.Others++;
    }

    private void CountCatch(ScriptLevel level)
    {
        if (IsWord("try"))
            level.Catches = 0;
        else if (IsWord("catch"))
            _comparedCatches += level.Catches++;
    }

    private bool EndsWithNamedOperator()
    {
        if (!char.IsLetter(Previous))
            return false;

        int end = At;
        while (end > 0 && char.IsWhiteSpace(Text[end - 1]))
            end--;
        int start = end;
        while (start > 0 && end - start <= 12 && !char.IsWhiteSpace(Text[start - 1]))
            start--;
        return NamedOperators.Contains(Text[start..end]);
    }

    private string? FindProblem()
    {
        if (_depth > MaximumDepth)
            return TooDeep();
        if (_operators > MaximumOperators)
            return Exceeds($"The script has more than {MaximumOperators:N0} operators. Split it into smaller ones.");
        if (_types > MaximumTypes)
            return Exceeds($"The script has more than {MaximumTypes:N0} types and indexes in brackets. Split it into smaller ones.");
        if (_comparedCatches > MaximumComparedCatches)
            return "The try statements of the script have too many catch blocks. Use one block with several types.";
        return _word > MaximumWord
            ? Exceeds($"A word has more than {MaximumWord:N0} characters. Put it in quotation marks.")
            : null;
    }
}
