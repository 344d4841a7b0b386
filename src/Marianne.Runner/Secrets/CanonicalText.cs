using System.Buffers;
using System.Globalization;
using System.Text;

namespace Marianne.Secrets;

/// <summary>
/// A text without what escaping and quoting add: escape sequences are decoded, however often the text was escaped, and
/// quotes, backslashes and white space are removed. A secret and each of its escaped forms have the same canonical text.
/// </summary>
/// <remarks>Each character knows the part of the text that it stands for.</remarks>
internal readonly ref struct CanonicalText : IDisposable
{
    /// <summary>More escapings of one text than any program makes.</summary>
    private const int MostPasses = 6;

    private const int LongestUtf8 = 4;

    private static readonly SearchValues<char> Special = SearchValues.Create(
    [
        .. "\\`%&_'\"^+",
        .. Enumerable.Range(0, char.MaxValue).Select(code => (char)code).Where(c =>
            char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format),
    ]);

    private readonly char[]? _rented;
    private readonly int[]? _starts;
    private readonly int[]? _ends;

    private CanonicalText(ReadOnlySpan<char> characters) => Characters = characters;

    private CanonicalText(ReadOnlySpan<char> text, bool keepsLetters)
    {
        _rented = ArrayPool<char>.Shared.Rent(text.Length);
        _starts = ArrayPool<int>.Shared.Rent(text.Length);
        _ends = ArrayPool<int>.Shared.Rent(text.Length);
        text.CopyTo(_rented);
        for (int i = 0; i < text.Length; i++)
            (_starts[i], _ends[i]) = (i, i + 1);

        int length = text.Length;
        bool isDecoded = true;
        for (int pass = 0; isDecoded && pass < MostPasses; pass++)
        {
            (length, isDecoded, bool sawLetter) = Decode(length, keepsLetters);
            IsAmbiguous |= sawLetter;
        }

        Characters = _rented.AsSpan(0, length);
    }

    /// <summary>The characters.</summary>
    public ReadOnlySpan<char> Characters { get; }

    /// <summary>Indicates whether the text has another canonical form, because of a letter after a backslash.</summary>
    public bool IsAmbiguous { get; }

    /// <summary>Returns the canonical form of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepsLetters">See <see cref="EscapeReader.Read"/>.</param>
    public static CanonicalText Of(ReadOnlySpan<char> text, bool keepsLetters = false) =>
        text.ContainsAny(Special) ? new(text, keepsLetters) : new(text);

    /// <summary>Returns a text as it is.</summary>
    /// <param name="text">The text.</param>
    public static CanonicalText Verbatim(ReadOnlySpan<char> text) => new(text);

    /// <summary>Returns the part of the text that some characters stand for.</summary>
    /// <param name="first">The index of the first character.</param>
    /// <param name="count">The number of characters, at least 1.</param>
    public TextSpan SpanOf(int first, int count) => _starts is null || _ends is null
        ? new TextSpan(first, first + count)
        : new TextSpan(_starts[first], _ends[first + count - 1]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_rented is null)
            return;

        ArrayPool<char>.Shared.Return(_rented, clearArray: true); // It holds a secret.
        ArrayPool<int>.Shared.Return(_starts!);
        ArrayPool<int>.Shared.Return(_ends!);
    }

    /// <summary>Decodes the first characters in place, once: the result is never longer.</summary>
    private (int Length, bool IsDecoded, bool SawLetter) Decode(int length, bool keepsLetters)
    {
        int write = 0;
        bool isDecoded = false;
        bool sawLetter = false;
        for (int read = 0; read < length;)
        {
            ReadOnlySpan<char> rest = _rented.AsSpan(read, length - read);
            if (rest.IndexOfAny(Special) is not 0 and var next)
            {
                int count = next < 0 ? rest.Length : next;
                Move(read, write, count);
                (read, write) = (read + count, write + count);
                continue;
            }

            if (rest[0] == '\b')
            {
                (read, write) = Overstrike(read, write, length);
                continue;
            }

            Escape escape = EscapeReader.Read(rest, keepsLetters);
            sawLetter |= escape.IsLetter;
            isDecoded |= escape.Kind is EscapeKind.Character or EscapeKind.Byte;
            (Rune? rune, int taken) = escape.Kind switch
            {
                EscapeKind.Nothing => (null, escape.Length),
                EscapeKind.Byte => ReadUtf8(rest, escape, keepsLetters),
                EscapeKind.Character when Rune.IsValid(escape.Code) => (new Rune(escape.Code), escape.Length),
                _ => ((Rune?)null, 0),
            };
            if (taken == 0) // A character that stands for itself, or half of a surrogate pair.
                write = Append(escape.Kind == EscapeKind.None ? rest[0] : (char)escape.Code, read, taken = escape.Length, write);
            else if (rune is { } decoded)
                write = Append(decoded, read, taken, write);
            read += taken;
        }

        return (write, isDecoded, sawLetter);
    }

    /// <summary>Reads the character whose first byte is escaped. Bytes that are not UTF-8 are Latin-1.</summary>
    private static (Rune? Rune, int Taken) ReadUtf8(ReadOnlySpan<char> text, Escape first, bool keepsLetters)
    {
        Span<byte> bytes = stackalloc byte[LongestUtf8];
        int count = 0;
        int taken = 0;
        for (Escape next = first; next.Kind == EscapeKind.Byte;)
        {
            bytes[count++] = (byte)next.Code;
            taken += next.Length;
            OperationStatus status = Rune.DecodeFromUtf8(bytes[..count], out Rune rune, out int used);
            if (status == OperationStatus.Done && used == count)
                return (rune, taken);
            if (status != OperationStatus.NeedMoreData || taken >= text.Length)
                break;

            ReadOnlySpan<char> rest = text[taken..];
            next = Special.Contains(rest[0]) ? EscapeReader.Read(rest, keepsLetters) : Escape.None;
        }

        return (new Rune(first.Code), first.Length);
    }

    /// <summary>Replaces the character before a backspace with the one after it, as in bold text of a manual page.</summary>
    private (int Read, int Write) Overstrike(int read, int write, int length)
    {
        int next = read + 1;
        if (write == 0)
            return (next, write);
        if (next == length || Special.Contains(_rented![next]))
            return (next, write - 1);

        (_rented[write - 1], _ends![write - 1]) = (_rented[next], _ends[next]);
        return (next + 1, write);
    }

    /// <summary>Moves characters that stand for themselves to the front.</summary>
    private void Move(int read, int write, int count)
    {
        if (read == write)
            return;

        Array.Copy(_rented!, read, _rented!, write, count);
        Array.Copy(_starts!, read, _starts!, write, count);
        Array.Copy(_ends!, read, _ends!, write, count);
    }

    private int Append(Rune rune, int read, int taken, int write)
    {
        Span<char> units = stackalloc char[2];
        foreach (char unit in units[..rune.EncodeToUtf16(units)])
            write = Append(unit, read, taken, write);
        return write;
    }

    private int Append(char unit, int read, int taken, int write)
    {
        (_rented![write], _starts![write], _ends![write]) = (unit, _starts[read], _ends[read + taken - 1]);
        return write + 1;
    }
}
