using System.Globalization;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>
/// A condition on values, such as <c>{branch} == 'main' and not ({count} &lt; 3)</c>: comparisons, <c>and</c>, <c>or</c>, <c>not</c> and
/// parentheses. <c>not</c> binds closer than <c>and</c>, and <c>and</c> closer than <c>or</c>.
/// </summary>
public sealed class WhenCondition
{
    private const int MaximumDepth = 100;

    private static readonly string[] Comparisons = ["==", "!=", "<", ">", "<=", ">="];

    private readonly IReadOnlyList<WhenToken> _tokens;
    private readonly Func<Func<string, object?>, bool> _isTrue;
    private int _next;
    private int _depth;

    /// <exception cref="FormatException">The text is not a valid condition.</exception>
    private WhenCondition(string text)
    {
        _tokens = WhenScanner.Scan(text);
        _isTrue = Or();
        if (Next.Kind != WhenTokenKind.End)
        {
            throw WhenScanner.Error(
                Comparisons.Contains(Next.Text)
                    ? "a comparison has only two values; join comparisons with and"
                    : $"and, or, or the end is expected, but {Shown(Next)} is there",
                Next.Start);
        }
    }

    /// <summary>The names of the placeholders, each once.</summary>
    public IReadOnlyList<string> Placeholders =>
        [.. _tokens.Where(token => token.Kind == WhenTokenKind.Placeholder).Select(token => token.Text).Distinct()];

    /// <summary>The contents of the strings.</summary>
    internal IEnumerable<string> Texts => _tokens.Where(token => token.Kind == WhenTokenKind.Text).Select(token => token.Text);

    private WhenToken Next => _tokens[_next];

    /// <summary>Parses a condition.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The text is not a valid condition; see <see cref="ErrorIn"/>.</exception>
    public static WhenCondition Parse(string text)
    {
        (WhenCondition? condition, string? error) = Read(text);
        return condition ?? throw new ArgumentException(error, nameof(text));
    }

    /// <summary>Returns what is wrong with a condition, or <c>null</c> if it is valid.</summary>
    /// <param name="text">The text.</param>
    public static string? ErrorIn(string text) => Read(text).Error;

    /// <summary>Parses a condition, and returns either it or what is wrong with it.</summary>
    /// <param name="text">The text.</param>
    internal static (WhenCondition? Condition, string? Error) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (PatternLimit.ErrorIn(text) is { } tooLong)
            return (null, $"The condition is not valid: {tooLong}");

        try
        {
            return (new WhenCondition(text), null);
        }
        catch (FormatException error)
        {
            return (null, $"{OptionValue.Show(text)} is not a valid condition: {error.Message}. Compare values with == != < > <= >=, and "
                + "join comparisons with and, or, not and parentheses, such as {branch} == 'main' and {count} > 0.");
        }
    }

    /// <summary>Determines whether the condition is true.</summary>
    /// <param name="valueOf">
    /// Returns the value of a placeholder: a string, a <see cref="long"/>, a <see cref="double"/>, a <see cref="bool"/>, a list of strings,
    /// or <c>null</c> for a missing value.
    /// </param>
    public bool IsTrue(Func<string, object?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        return _isTrue(valueOf);
    }

    private Func<Func<string, object?>, bool> Or()
    {
        List<Func<Func<string, object?>, bool>> parts = [And()];
        while (Take("or"))
            parts.Add(And());
        return parts is [var only] ? only : values => parts.Any(part => part(values));
    }

    private Func<Func<string, object?>, bool> And()
    {
        List<Func<Func<string, object?>, bool>> parts = [Not()];
        while (Take("and"))
            parts.Add(Not());
        return parts is [var only] ? only : values => parts.All(part => part(values));
    }

    private Func<Func<string, object?>, bool> Not()
    {
        bool isNegated = false;
        while (Take("not"))
            isNegated = !isNegated;
        Func<Func<string, object?>, bool> condition = Take("(") ? Parentheses() : Comparison();
        return isNegated ? values => !condition(values) : condition;
    }

    private Func<Func<string, object?>, bool> Parentheses()
    {
        int start = _tokens[_next - 1].Start;
        if (++_depth > MaximumDepth)
            throw WhenScanner.Error($"parentheses are nested deeper than {MaximumDepth} levels", start);

        Func<Func<string, object?>, bool> inner = Or();
        _depth--;
        return Take(")") ? inner : throw WhenScanner.Error("a parenthesis is not closed", start);
    }

    private Func<Func<string, object?>, bool> Comparison()
    {
        Func<Func<string, object?>, object?> left = Value();
        string comparison = Next.Text;
        if (Next.Kind != WhenTokenKind.Operator || !Comparisons.Contains(comparison))
            return values => WhenValue.IsTrue(left(values));

        _next++;
        Func<Func<string, object?>, object?> right = Value();
        return values => WhenValue.Compare(comparison, left(values), right(values));
    }

    private Func<Func<string, object?>, object?> Value()
    {
        WhenToken token = Next;
        object? constant = token.Kind switch
        {
            WhenTokenKind.Number => double.Parse(token.Text, CultureInfo.InvariantCulture),
            WhenTokenKind.Text => token.Text,
            WhenTokenKind.Word when token.Text is "true" or "false" => token.Text == "true",
            WhenTokenKind.Placeholder => null,
            _ => throw WhenScanner.Error($"a value is expected, but {Shown(token)} is there", token.Start),
        };
        _next++;
        return token.Kind == WhenTokenKind.Placeholder ? values => values(token.Text) : _ => constant;
    }

    private bool Take(string text)
    {
        if (!Next.Is(text))
            return false;

        _next++;
        return true;
    }

    private static string Shown(WhenToken token) => token.Kind == WhenTokenKind.End ? "the end" : OptionValue.Show(token.Text);
}
