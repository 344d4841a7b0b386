using System.Globalization;

namespace Marianne.Signals;

/// <summary>A position in a list of tokens. A failed reading does not move it.</summary>
/// <param name="tokens">The tokens.</param>
internal sealed class TimeCursor(List<TimeToken> tokens)
{
    private static readonly TimeToken Nothing = new(TimeTokenKind.End, "", 0, 0, false, true, true);

    /// <summary>The index of the next token.</summary>
    public int At { get; set; }

    /// <summary>The next token.</summary>
    public TimeToken Next => Ahead(0);

    /// <summary>Returns a token ahead of the next one, or before it.</summary>
    /// <param name="distance">The number of tokens between them.</param>
    public TimeToken Ahead(int distance) =>
        At + distance >= 0 && At + distance < tokens.Count ? tokens[At + distance] : Nothing;

    /// <summary>Moves over a symbol, and returns whether it was there.</summary>
    /// <param name="symbol">The symbol.</param>
    public bool Take(char symbol) => Move(Next.Is(symbol));

    /// <summary>Moves over a word, and returns whether it was there.</summary>
    /// <param name="words">The words, of which any fits.</param>
    public bool TakeWord(params ReadOnlySpan<string> words) => Move(Next.IsWord(words));

    /// <summary>Moves over a whole number of at most nine digits, and returns it, or <c>null</c> if there is none.</summary>
    /// <param name="least">The least value.</param>
    /// <param name="most">The greatest value.</param>
    public int? TakeInteger(int least, int most) =>
        Next.Kind == TimeTokenKind.Number && Next.Text.Length <= 9
        && int.TryParse(Next.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
        && value >= least && value <= most && Move(true)
            ? value
            : null;

    /// <summary>Moves over a number, and returns it, or <c>null</c> if there is none.</summary>
    public double? TakeNumber() =>
        Next.Kind == TimeTokenKind.Number && Next.Text.Length <= 24
        && double.TryParse(Next.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
        && Move(true)
            ? value
            : null;

    /// <summary>Reads something, and moves back if it is not there.</summary>
    /// <param name="read">Reads something, and returns <c>null</c> if it is not there.</param>
    public T? Try<T>(Func<TimeCursor, T?> read)
    {
        int start = At;
        T? value = read(this);
        if (value is null)
            At = start;
        return value;
    }

    private bool Move(bool isThere)
    {
        if (isThere)
            At++;
        return isThere;
    }
}
